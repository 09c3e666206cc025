import type { VarsErrorCode } from "./codes.ts";

/** One reason for a refusal: what is wrong, where it was declared, and what to do about it. */
export interface VarsIssue {
  readonly code: VarsErrorCode;
  /** A whole sentence that names the culprit. Never holds a secret value. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The thing at fault: a generator, file, scope node, store, recipient … by its id. */
  readonly culprit?: string;
  /** Where the thing at fault was declared, in the caller's words (a file, an aspect, a place). */
  readonly origin?: string;
  /** The field inside the declaration, such as `files.key.mode`. */
  readonly path?: string;
  /** The nearest known name, when the name at fault looks like a typo of it. */
  readonly suggestion?: string;
  /** For cycles and missing dependencies: the ids along the way, in order. */
  readonly chain?: readonly string[];
}

/**
 * Every refusal of this package. `code` is the first issue's code and is stable; `issues` holds
 * every reason found. No message, issue or property ever holds a secret value.
 */
export class VarsError extends Error {
  override readonly name = "VarsError";
  readonly code: VarsErrorCode;
  readonly issues: readonly VarsIssue[];

  constructor(issues: readonly [VarsIssue, ...VarsIssue[]]) {
    super(summary(issues));
    this.code = issues[0].code;
    this.issues = issues;
  }
}

const SHOWN = 8;

/** An issue as one line of text: where, what, the suggestion, the remedy. */
export function issueText(issue: VarsIssue): string {
  const where = issue.origin === undefined ? "" : `${issue.origin}: `;
  const hint = issue.suggestion === undefined ? "" : ` Did you mean ${issue.suggestion}?`;
  return `${where}${issue.message}${hint} ${issue.remedy}`.trimEnd();
}

function summary(issues: readonly VarsIssue[]): string {
  const lines = issues.slice(0, SHOWN).map(issueText);
  if (issues.length > SHOWN) lines.push(`… and ${issues.length - SHOWN} more (see \`issues\`).`);
  return lines.join("\n");
}

/** Throws a {@link VarsError} with all of them when there is anything to report. */
export function refuse(issues: readonly VarsIssue[]): void {
  const [first, ...rest] = issues;
  if (first !== undefined) throw new VarsError([first, ...rest]);
}

/** A {@link VarsError} of one issue. */
export function failure(issue: VarsIssue): VarsError {
  return new VarsError([issue]);
}
