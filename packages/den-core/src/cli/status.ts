import type { Code } from "../diagnostics/codes.ts";

const STATUS: Partial<Record<Code, number>> = {
  DEN_USAGE: 2,
  DEN_NIX_MISSING: 3,
  DEN_VARS_PROGRAM_MISSING: 3,
  DEN_VARS_SANDBOX_UNAVAILABLE: 3,
  DEN_VARS_IDENTITY_MISSING: 3,
  // As for any program that was interrupted: 128 and the number of SIGINT.
  DEN_VARS_CANCELLED: 130,
};

/** The exit status of a refusal. */
export function statusOf(code: Code): number {
  return STATUS[code] ?? 1;
}
