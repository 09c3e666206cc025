import type { Code } from "./codes.ts";
import { type Finding, findingLine, problem, sortFindings } from "./finding.ts";

/**
 * What den throws: one or several findings, all of severity `error`. `code` is the first one's.
 * The command line turns it into exit status 1 (2 for `DEN_USAGE`, 3 for `DEN_NIX_MISSING`).
 */
export class DenError extends Error {
  readonly code: Code;
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], options?: ErrorOptions) {
    const sorted = sortFindings(findings);
    super(sorted.map(findingLine).join("\n"), options);
    this.name = "DenError";
    this.code = sorted[0]?.code ?? "DEN_INTERNAL";
    this.findings = sorted;
  }
}

/** Throws a {@link DenError} of one finding. */
export function refuse(
  code: Code,
  message: string,
  rest: Omit<Finding, "code" | "message" | "severity"> = {},
  options?: ErrorOptions,
): never {
  throw new DenError([problem(code, message, rest)], options);
}

/** Throws when any of the findings is an error. */
export function throwErrors(findings: readonly Finding[]): void {
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length > 0) throw new DenError(errors);
}
