import type { Finding } from "../diagnostics/finding.ts";

/** From how many hosts on what they all lack is said once. */
const MANY = 4;

/**
 * Findings as people want to read them: that many hosts lack generated values, as they do before the
 * first run, is one line. What is machine-readable keeps one for each host.
 */
export function together(findings: readonly Finding[]): readonly Finding[] {
  const lacking = findings.filter(isLack);
  if (lacking.length < MANY) return findings;
  const hosts = lacking.map(({ subject = "" }) => subject.slice("host ".length));
  const shown = hosts.slice(0, 8).join(", ");
  const more = hosts.length > 8 ? ", …" : "";
  const one: Finding = {
    code: "DEN_VARS_MISSING",
    severity: "warning",
    message: `${hosts.length} hosts need values that have not been generated yet: ${shown}${more}`,
    remedy: "run `den vars generate`; `den vars list` shows what is missing",
  };
  return findings.flatMap((finding) => {
    if (!isLack(finding)) return [finding];
    return finding === lacking[0] ? [one] : [];
  });
}

function isLack({ code, severity, subject }: Finding): boolean {
  return (
    code === "DEN_VARS_MISSING" && severity === "warning" && subject?.startsWith("host ") === true
  );
}
