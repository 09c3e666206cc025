/** The stable codes of {@link DiagramError}. */
export type DiagramErrorCode =
  | "node-duplicate"
  | "group-duplicate"
  | "node-unknown"
  | "group-unknown"
  | "group-cycle"
  | "part-invalid"
  | "option-invalid";

/** One reason for a refusal. */
export interface DiagramIssue {
  readonly code: DiagramErrorCode;
  /** A whole sentence that names the culprit. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The ids at fault. */
  readonly culprits: readonly unknown[];
  /** The nearest known id, when something looks like a typo of it. */
  readonly suggestion?: string;
}

const SHOWN = 5;

/** Every refusal of this package: `code` is the first issue's, `issues` holds all of them. */
export class DiagramError extends Error {
  override readonly name = "DiagramError";
  readonly code: DiagramErrorCode;
  readonly issues: readonly DiagramIssue[];

  constructor(issues: readonly [DiagramIssue, ...DiagramIssue[]]) {
    super(summary(issues));
    this.code = issues[0].code;
    this.issues = issues;
  }
}

function summary(issues: readonly DiagramIssue[]): string {
  const lines = issues.slice(0, SHOWN).map(({ message, remedy, suggestion }) => {
    const hint = suggestion === undefined ? "" : ` Did you mean ${JSON.stringify(suggestion)}?`;
    return `${message}${hint} ${remedy}`;
  });
  if (issues.length > SHOWN) lines.push(`… and ${issues.length - SHOWN} more (see \`issues\`).`);
  return lines.join("\n");
}

/** Throws when there is anything to report. */
export function refuse(issues: readonly DiagramIssue[]): void {
  const [first, ...rest] = issues;
  if (first !== undefined) throw new DiagramError([first, ...rest]);
}
