import { canonical } from "../data/canonical.ts";
import { codeUnits, type Value } from "../data/value.ts";
import { show } from "../error/show.ts";
import type { Action, ActionFilter } from "./conclusions.ts";
import type { Suppression, SuppressionReason } from "./suppression.ts";

/** Whether some data says the same as `part` wherever that says something. */
function agrees(part: unknown, data: unknown): boolean {
  const open: [unknown, unknown][] = [[part, data]];
  const seen = new Set<unknown>();
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [want, have] = pair;
    if (want === undefined || Object.is(want, have)) continue;
    if (typeof want !== "object" || want === null || typeof have !== "object" || have === null) {
      return false;
    }
    if (seen.has(want)) continue;
    seen.add(want);
    if (Array.isArray(want) !== Array.isArray(have)) return false;
    if (Array.isArray(want) && want.length !== (have as unknown[]).length) return false;
    for (const [key, value] of Object.entries(want)) {
      if (value !== undefined && !Object.hasOwn(have, key)) return false;
      open.push([value, (have as Record<string, unknown>)[key]]);
    }
  }
  return true;
}

/** Parts actions into those that are carried out and those that some filter suppresses. */
export function filterActions(
  actions: readonly Action[],
  filters: readonly ActionFilter[],
): { readonly kept: Action[]; readonly suppressed: Suppression[] } {
  const byKind = new Map<string, ActionFilter[]>();
  for (const filter of filters) {
    byKind.set(filter.action, [...(byKind.get(filter.action) ?? []), filter]);
  }
  const kept: Action[] = [];
  const suppressed: Suppression[] = [];
  for (const action of actions) {
    const hits = (byKind.get(action.kind) ?? []).filter(
      ({ at, data }) =>
        (at === undefined || sameValues(at, action.subject)) && agrees(data, action.data),
    );
    if (hits.length === 0) {
      kept.push(action);
      continue;
    }
    const reasons = hits.map(({ rule, reason }): SuppressionReason => {
      return {
        code: "suppressed",
        by: [rule],
        message: `Rule ${show(rule)} suppresses it: ${reason}`,
      };
    });
    const distinct = [...new Map(reasons.map((one) => [one.message, one])).values()];
    distinct.sort((a, b) => codeUnits(a.message, b.message));
    suppressed.push({ rule: action.rule, subject: action.subject, reasons: distinct, action });
  }
  return { kept, suppressed };
}

function sameValues(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [canonical([...a]), canonical([...b])];
  return "key" in left && "key" in right && left.key === right.key;
}
