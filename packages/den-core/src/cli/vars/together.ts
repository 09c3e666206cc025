import type { Code } from "../../diagnostics/codes.ts";
import type { Finding } from "../../diagnostics/finding.ts";
import { originText } from "../../diagnostics/origin.ts";
import { someOf } from "./text.ts";

const REMEDIES: Partial<Record<Code, string>> = {
  DEN_VARS_MISSING: "run `den vars generate`",
  DEN_VARS_STALE: "run `den vars generate`",
  DEN_VARS_EXPIRED: "run `den vars rotate`",
  DEN_VARS_ROTATION_DUE: "run `den vars rotate`",
};

/**
 * Findings for people: what is the same with several hosts, and declared at one place, is told once.
 */
export function together(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, { readonly what: string; readonly members: Finding[] }>();
  const alone: [string, Finding][] = findings.map((one, index) => {
    const what = withoutSubject(one);
    const key = JSON.stringify([one.code, (one.places ?? []).map(originText), what ?? index]);
    const group = groups.get(key);
    if (group !== undefined) group.members.push(one);
    else groups.set(key, { what: what ?? "", members: [one] });
    return [key, one];
  });
  return alone.flatMap(([key, one]) => {
    const group = groups.get(key);
    if (group === undefined || group.members.length < 2) return [one];
    if (group.members[0] !== one) return [];
    const message = `${group.what}: ${someOf(group.members.map(({ subject = "" }) => subject))}`;
    const remedy = REMEDIES[one.code];
    return [{ ...one, message, ...(remedy === undefined ? {} : { remedy }) }];
  });
}

/** What a message says of its subject; `undefined` when it does not begin with it. */
function withoutSubject({ message, subject }: Finding): string | undefined {
  return subject !== undefined && message.startsWith(`${subject}: `)
    ? message.slice(subject.length + 2)
    : undefined;
}
