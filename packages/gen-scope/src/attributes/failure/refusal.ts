import { ScopeError, type ScopeIssue } from "../../error/scope-error.ts";

/** One reason to refuse, before it is known which chain of reads led to it. */
export type Refusal = Omit<ScopeIssue, "chain">;

/** The error of one reason. */
export function refusal(issue: ScopeIssue, options?: ErrorOptions): ScopeError {
  return new ScopeError([issue], options);
}
