/** The stable codes of {@link GraphError}. */
export type GraphErrorCode =
  | "cycle"
  | "dangling-edge"
  | "unknown-node"
  | "key-missing"
  | "key-duplicate"
  | "key-invalid"
  | "not-directed"
  | "not-a-graph"
  | "labels-syntax"
  | "labels-unknown"
  | "labels-too-large"
  | "bound-invalid"
  | "too-large";

/** One reason for a refusal: what is wrong, which nodes or labels it is about, and what to do. */
export interface GraphIssue {
  readonly code: GraphErrorCode;
  /** A whole sentence that names the culprit. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The nodes (or labels) at fault; for `cycle` the ordered simple cycle, each node once. */
  readonly culprits: readonly unknown[];
  /** For `cycle`: every node of the strongly connected component, by key. */
  readonly members?: readonly unknown[];
  /** The nearest known name, when something looks like a typo of it. */
  readonly suggestion?: string;
  /** For `labels-syntax`: the offset in the expression, in code units. */
  readonly position?: number;
}

/**
 * Every refusal of this package. `code` is the first issue's code and is stable; `issues` holds
 * every reason found (all cyclic components, all dangling edges), not only the first.
 */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly code: GraphErrorCode;
  readonly issues: readonly GraphIssue[];

  constructor(issues: readonly [GraphIssue, ...GraphIssue[]]) {
    super(summary(issues));
    this.code = issues[0].code;
    this.issues = issues;
  }
}

const SHOWN = 5;

function summary(issues: readonly GraphIssue[]): string {
  const lines = issues.slice(0, SHOWN).map((issue) => {
    const hint = issue.suggestion === undefined ? "" : ` Did you mean ${issue.suggestion}?`;
    return `${issue.message}${hint} ${issue.remedy}`;
  });
  if (issues.length > SHOWN) lines.push(`… and ${issues.length - SHOWN} more (see \`issues\`).`);
  return lines.join("\n");
}

/** Throws when there is anything to report. */
export function refuse(issues: readonly GraphIssue[]): void {
  const [first, ...rest] = issues;
  if (first !== undefined) throw new GraphError([first, ...rest]);
}
