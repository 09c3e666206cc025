import type { Finding } from "../diagnostics/finding.ts";
import { sameAt } from "./same-at.ts";
import { someOf } from "./vars/text.ts";
import { together as sameValues } from "./vars/together.ts";

/** From how many hosts on what they all lack is said once. */
const MANY = 4;

/** What many hosts may lack at once, and how that is said of all of them. */
const LACKS: readonly {
  readonly code: Finding["code"];
  readonly message: (count: number, hosts: string) => string;
  readonly remedy: string;
}[] = [
  {
    code: "DEN_VARS_MISSING",
    message: (count, hosts) =>
      `${count} hosts need values that have not been generated yet: ${hosts}`,
    remedy: "run `den vars generate`; `den vars list` shows what is missing",
  },
  {
    code: "DEN_VARS_NO_RECIPIENTS",
    message: (count, hosts) =>
      `${count} hosts cannot read the secrets that are for them: no key is known of ${hosts}`,
    remedy:
      "`den vars keys add HOST --host-key FILE` with the ssh key of each (ssh-keyscan), then `den vars rekey`",
  },
];

/**
 * Findings as people want to read them: what many hosts lack, as they do before the first run, is one
 * line, and so is what is the same with values that are declared at one place, and what one declaration
 * does wrong at many scopes. What is machine-readable keeps them all.
 */
export function together(findings: readonly Finding[]): readonly Finding[] {
  return LACKS.reduce<readonly Finding[]>(
    (left, { code, message, remedy }) => {
      const lacking = left.filter((finding) => isLack(finding, code));
      if (lacking.length < MANY) return left;
      const hosts = lacking.map(({ subject = "" }) => subject.slice("host ".length));
      const one: Finding = {
        code,
        severity: "warning",
        message: message(hosts.length, someOf(hosts, 8)),
        remedy,
      };
      return left.flatMap((finding) => {
        if (!isLack(finding, code)) return [finding];
        return finding === lacking[0] ? [one] : [];
      });
    },
    sameAt(sameValues(findings)),
  );
}

function isLack(finding: Finding, code: Finding["code"]): boolean {
  return (
    finding.code === code &&
    finding.severity === "warning" &&
    finding.subject?.startsWith("host ") === true
  );
}
