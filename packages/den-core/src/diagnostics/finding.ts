import type { Code } from "./codes.ts";
import { type Origin, originText } from "./origin.ts";

/** How bad a finding is: an error stops what depends on it, a warning and an info do not. */
export type Severity = "error" | "warning" | "info";

/** One thing that den has to say about a fleet: what, about whom, where it was declared, what to do. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** What the finding is about, e.g. `host web1` or `aspect nginx`. */
  readonly subject?: string;
  /** Where the culprit was declared; several places when several declarations clash. */
  readonly places?: readonly Origin[];
  readonly remedy?: string;
  /** Extra lines: a trimmed stack, a cycle, the source excerpt. */
  readonly detail?: string;
}

/** A finding of severity `error`. */
export function problem(
  code: Code,
  message: string,
  rest: Omit<Finding, "code" | "message" | "severity"> = {},
): Finding {
  return { code, severity: "error", message, ...rest };
}

/** The one-line form of a finding: code, message and places. */
export function findingLine(finding: Finding): string {
  const places = (finding.places ?? []).map(originText).join(", ");
  return `${finding.code}: ${finding.message}${places === "" ? "" : ` (${places})`}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const WEIGHT: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Findings in a stable order (severity, first place, code, message), each once. */
export function sortFindings(findings: Iterable<Finding>): Finding[] {
  const unique = new Map<string, Finding>();
  for (const finding of findings) {
    const places = (finding.places ?? []).map(originText).join("\n");
    unique.set(`${finding.code}\n${finding.message}\n${places}`, finding);
  }
  const place = (finding: Finding): string => {
    const first = finding.places?.[0];
    return first === undefined ? "" : originText(first);
  };
  return [...unique.values()].sort(
    (a, b) =>
      WEIGHT[a.severity] - WEIGHT[b.severity] ||
      compareText(place(a), place(b)) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}
