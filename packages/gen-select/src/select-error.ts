/** Why a call was refused. Stable: programs may branch on it. */
export type SelectErrorCode =
  | "syntax"
  | "unknown-predicate"
  | "duplicate-predicate"
  | "bad-selector"
  | "bad-glob"
  | "bad-labels"
  | "too-deep"
  | "index-changed";

/** One finding: what is wrong, where, and what to do about it. */
export interface SelectIssue {
  readonly code: SelectErrorCode;
  readonly message: string;
  /** Where in the data: `of.0.path`; empty at the root. */
  readonly path?: string;
  /** Where in the glob or the label expression: code units from 0. */
  readonly position?: number;
  /** Where in the text: code units from 0. */
  readonly offset?: number;
  /** Where in the text: 1-based line. */
  readonly line?: number;
  /** Where in the text: 1-based column in code units. */
  readonly column?: number;
  /** The line of the text with a caret below the place. */
  readonly snippet?: string;
  readonly remedy?: string;
  /** The nearest name that would have been right. */
  readonly suggestion?: string;
}

function render(issue: SelectIssue): string {
  const where =
    issue.line !== undefined
      ? ` (line ${issue.line}, column ${issue.column})`
      : issue.path
        ? ` (at ${issue.path})`
        : "";
  const hint = issue.suggestion === undefined ? "" : ` Did you mean ${issue.suggestion}?`;
  const remedy = issue.remedy === undefined ? "" : ` ${issue.remedy}`;
  const snippet = issue.snippet === undefined ? "" : `\n${issue.snippet}`;
  return `${issue.message}${where}.${hint}${remedy}${snippet}`;
}

/** The one error of this package: `code` is that of the first issue, `issues` are all of them. */
export class SelectError extends Error {
  override readonly name = "SelectError";
  readonly code: SelectErrorCode;
  readonly issues: readonly SelectIssue[];

  constructor(issues: readonly [SelectIssue, ...SelectIssue[]]) {
    super(issues.map(render).join("\n"));
    this.code = issues[0].code;
    this.issues = issues;
  }
}
