import { codeUnits } from "../data/value.ts";
import type { Fact } from "../language/relation.ts";

/** The stable codes of {@link DeriveError}. */
export type DeriveErrorCode =
  | "bad-value"
  | "bad-rule"
  | "bad-fact"
  | "bad-output"
  | "bad-aggregate"
  | "bad-option"
  | "duplicate-rule"
  | "unbound-variable"
  | "arity"
  | "relation-conflict"
  | "unknown-relation"
  | "unknown-rule"
  | "unknown-stratum"
  | "override-cycle"
  | "override-subject"
  | "negative-cycle"
  | "stratum-order"
  | "key-conflict"
  | "not-monotone"
  | "fresh-values"
  | "undeclared-read"
  | "undeclared-write"
  | "rule-threw"
  | "selector-failed"
  | "no-nodes"
  | "stale-result";

/** One step of an offending cycle: `to` needs `from`, because of `rule`. */
export interface CycleStep {
  readonly from: string;
  readonly to: string;
  /** The rule that makes the dependency; absent for the order of named strata. */
  readonly rule?: string;
  /** Whether `to` needs `from` to be complete (negation, aggregation, an override, a rank). */
  readonly negative: boolean;
}

/** One reason for a refusal: what is wrong, which rules it is about, and what to do. */
export interface DeriveIssue {
  readonly code: DeriveErrorCode;
  /** A whole sentence that names the culprit. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The rules at fault, by name, in code-unit order. */
  readonly rules: readonly string[];
  /** Where those rules were declared, as far as they say. */
  readonly origins?: readonly string[];
  /** The nearest known name, when something looks like a typo of it. */
  readonly suggestion?: string;
  /** For `negative-cycle`, `stratum-order` and `override-cycle`: the cycle, in order. */
  readonly cycle?: readonly CycleStep[];
  /** The facts at fault. */
  readonly facts?: readonly Fact[];
}

const SHOWN = 8;

function summary(issues: readonly DeriveIssue[]): string {
  const lines = issues.slice(0, SHOWN).map((issue) => {
    const where = issue.origins?.length ? ` (declared at ${issue.origins.join(", ")})` : "";
    const hint = issue.suggestion === undefined ? "" : ` Did you mean "${issue.suggestion}"?`;
    return `${issue.message}${where}${hint} ${issue.remedy}`;
  });
  if (issues.length > SHOWN) lines.push(`… and ${issues.length - SHOWN} more (see \`issues\`).`);
  return lines.join("\n");
}

/**
 * Every refusal of this package. `code` is the first issue's code and is stable; `issues` holds
 * every reason that was found, not only the first.
 */
export class DeriveError extends Error {
  override readonly name = "DeriveError";
  readonly code: DeriveErrorCode;
  readonly issues: readonly DeriveIssue[];

  constructor(issues: readonly [DeriveIssue, ...DeriveIssue[]], options?: { cause?: unknown }) {
    super(summary(issues), options);
    this.code = issues[0].code;
    this.issues = issues;
  }
}

/** Throws when there are errors: the only one as it is, several as one with all their issues. */
export function refuseAll(errors: readonly DeriveError[]): void {
  const [only] = errors;
  if (only === undefined) return;
  if (errors.length === 1) throw only;
  const issues = errors.flatMap((error) => error.issues);
  const order = (a: DeriveIssue, b: DeriveIssue): number => codeUnits(a.message, b.message);
  throw new DeriveError(issues.sort(order) as [DeriveIssue, ...DeriveIssue[]], {
    cause: only.cause,
  });
}

/** Throws when there is anything to report. */
export function refuse(issues: readonly DeriveIssue[]): void {
  const [first, ...rest] = issues;
  if (first !== undefined) throw new DeriveError([first, ...rest]);
}
