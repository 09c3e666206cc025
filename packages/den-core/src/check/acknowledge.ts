import { CODES } from "../diagnostics/codes.ts";
import type { Finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { suggestion } from "../model/reader.ts";

/** Errors that a fleet may accept: the others leave nothing to build. */
const ACCEPTABLE: ReadonlySet<string> = new Set(["DEN_CANNOT_LAND", "DEN_SERVICE_CONSTRAINT"]);

/**
 * Findings without those that the fleet acknowledges; an acknowledgement of nothing is a finding, also
 * one about generated values when somebody looked at those (`withStored`).
 */
export function withoutAcknowledged(
  model: Model,
  findings: readonly Finding[],
  withStored = false,
): Finding[] {
  const left: Finding[] = [];
  const used = new Set<unknown>();
  for (const finding of findings) {
    const match = model.acknowledge.find(
      ({ value }) => value.code === finding.code && concerns(value.subject, finding),
    );
    if (match !== undefined && (finding.severity !== "error" || ACCEPTABLE.has(finding.code)))
      used.add(match);
    else left.push(finding);
  }
  for (const one of model.acknowledge) {
    if (used.has(one) || (!withStored && one.value.code.startsWith("DEN_VARS_"))) continue;
    if (!Object.hasOwn(CODES, one.value.code) && !one.value.code.startsWith("DEN_VARS_")) {
      left.push({
        code: "DEN_WRONG_TYPE",
        severity: "warning",
        message: `${JSON.stringify(one.value.code)} is no code of a finding`,
        places: [one.origin],
        remedy: suggestion(one.value.code, Object.keys(CODES)),
      });
      continue;
    }
    left.push({
      code: "DEN_ACKNOWLEDGED_NOTHING",
      severity: "info",
      message: `nothing is acknowledged by ${one.value.code}${one.value.subject === undefined ? "" : ` of ${one.value.subject}`}`,
      places: [one.origin],
      remedy: "remove it",
    });
  }
  return left;
}

function concerns(subject: string | undefined, finding: Finding): boolean {
  return subject === undefined || finding.subject === subject || finding.message.includes(subject);
}
