import type { Finding } from "../diagnostics/finding.ts";
import { originText } from "../diagnostics/origin.ts";
import { someOf } from "./vars/text.ts";

/** A scope as messages name it: `at host web1`, `at user alice@web1`. */
const SCOPE = /\bat ([a-z][\w-]* [A-Za-z0-9_][\w.@+-]*)/;

/**
 * Findings for people: what one declaration does wrong at many scopes, as a policy that throws does at
 * every host, is told for the first of them and names the others.
 */
export function sameAt(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  const keyed = findings.map((finding): [string | undefined, Finding] => [keyOf(finding), finding]);
  for (const [key, finding] of keyed) {
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return keyed.flatMap(([key, finding]) => {
    const [first, ...rest] = (key === undefined ? undefined : groups.get(key)) ?? [finding];
    if (first !== finding) return [];
    if (rest.length === 0) return [finding];
    const others = `also at ${someOf(rest.map(scopeOf))}`;
    return [{ ...finding, detail: [finding.detail, others].filter(Boolean).join("\n") }];
  });
}

function scopeOf({ message }: Finding): string {
  return SCOPE.exec(message)?.[1] ?? "";
}

/** What findings share that differ in their scope alone; undefined for those that name no scope or place. */
function keyOf({ code, severity, message, places = [], remedy }: Finding): string | undefined {
  if (places.length === 0 || !SCOPE.test(message)) return undefined;
  const same = message.replace(SCOPE, "at");
  return JSON.stringify([code, severity, same, places.map(originText), remedy]);
}
