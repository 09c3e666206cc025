import { VarsError, type VarsErrorCode, type VarsIssue } from "gen-vars";
import type { VarsCode } from "../diagnostics/codes.ts";
import { DenError } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";

/** A code of gen-vars as den reports it. */
export function varsCode(code: VarsErrorCode): VarsCode {
  return `DEN_VARS_${code.replaceAll("-", "_").toUpperCase()}` as VarsCode;
}

/** One issue of gen-vars as a finding; `places` finds the origin that the issue's text stands for. */
export function varsFinding(
  issue: VarsIssue,
  places: (text: string) => Origin | undefined = () => undefined,
): Finding {
  const origin = issue.origin === undefined ? undefined : places(issue.origin);
  const hint =
    issue.suggestion === undefined ? "" : `did you mean ${JSON.stringify(issue.suggestion)}? `;
  const [first = "", ...rest] = issue.message.trimEnd().split("\n");
  const remedy = `${hint}${issue.remedy}`;
  return problem(varsCode(issue.code), first.replace(/\.$/, ""), {
    ...(issue.culprit === undefined ? {} : { subject: issue.culprit }),
    ...(origin === undefined ? {} : { places: [origin] }),
    ...(remedy === "" ? {} : { remedy }),
    ...(rest.length === 0 ? {} : { detail: rest.join("\n") }),
  });
}

/** What gen-vars refused, as den's own refusal. */
export function denFailure(error: VarsError): DenError {
  return new DenError(
    error.issues.map((issue) => varsFinding(issue)),
    { cause: error },
  );
}

/** Runs something of gen-vars; what it refuses is a `DenError`. */
export function orDenError<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof VarsError) throw denFailure(error);
    throw error;
  }
}
