/**
 * The stable codes of {@link ScopeError}: those of scope-graph resolution first, then those of
 * attribute evaluation.
 */
export type ScopeErrorCode =
  // resolution
  | "order-syntax"
  | "order-cycle"
  | "label-reserved"
  | "scope-invalid"
  | "declaration-invalid"
  | "edge-invalid"
  | "reference-invalid"
  | "query-invalid"
  | "search-budget"
  | "ambiguous"
  | "unresolved"
  // attributes
  | "equation-failed"
  | "attribute-cycle"
  | "input-unset"
  | "inherited-missing"
  | "reference-dangling"
  | "order-missing"
  | "kinds-invalid"
  | "kind-unknown"
  | "kind-not-descending"
  | "node-duplicate"
  | "node-foreign"
  | "lattice-invalid"
  | "not-monotone"
  | "height-exceeded"
  | "stack-exhausted"
  | "argument-key"
  | "edit-during-evaluation"
  | "edit-closed"
  | "inspection-during-evaluation"
  | "not-an-attribute"
  | "not-an-input"
  | "option-invalid";

/** One attribute instance in a chain of reads: the next one in the chain is what it read. */
export interface ChainStep {
  /** The attribute's name. */
  readonly attribute: string;
  readonly node: unknown;
  /** The argument of a parameterised attribute; undefined for the others. */
  readonly arg: unknown;
  /** Where the attribute was declared, `file:line:column`; undefined when unknown. */
  readonly origin: string | undefined;
}

/** One reason for a refusal: what is wrong, what it is about, and what to do. */
export interface ScopeIssue {
  readonly code: ScopeErrorCode;
  /** A whole sentence that names the culprit. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The scopes, labels, names or attribute instances at fault. */
  readonly culprits: readonly string[];
  /** The nearest known name, when something looks like a typo of it. */
  readonly suggestion?: string;
  /**
   * For what happens in evaluation: the instances from the one that was asked for to the one that
   * failed. For `attribute-cycle` it ends with the instance that closes the cycle.
   */
  readonly chain?: readonly ChainStep[];
}

/**
 * Every refusal of this package. `code` is the first issue's code and is stable; `issues` holds
 * every reason found, not only the first.
 */
export class ScopeError extends Error {
  override readonly name = "ScopeError";
  readonly code: ScopeErrorCode;
  readonly issues: readonly ScopeIssue[];

  constructor(issues: readonly [ScopeIssue, ...ScopeIssue[]], options?: ErrorOptions) {
    super(summary(issues), options);
    this.code = issues[0].code;
    this.issues = issues;
  }
}

const SHOWN = 5;

function summary(issues: readonly ScopeIssue[]): string {
  const lines = issues.slice(0, SHOWN).map((issue) => {
    const hint = issue.suggestion === undefined ? "" : ` Did you mean ${issue.suggestion}?`;
    return `${issue.message}${hint} ${issue.remedy}`;
  });
  if (issues.length > SHOWN) lines.push(`… and ${issues.length - SHOWN} more (see \`issues\`).`);
  return lines.join("\n");
}

/** Throws when there is anything to report. */
export function refuse(issues: readonly ScopeIssue[]): void {
  const [first, ...rest] = issues;
  if (first !== undefined) throw new ScopeError([first, ...rest]);
}
