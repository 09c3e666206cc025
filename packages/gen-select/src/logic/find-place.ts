import { isPlace } from "../match/nth-test.ts";
import type { NthSelector } from "../selector/selector.ts";
import { createKeyOf } from "./key-of.ts";
import type { Literals } from "./literals.ts";

const MOST = 20_000;

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/**
 * The first 1-based place that all positive and no negative forms name; 0: there is none;
 * `undefined`: too far to look. The pattern repeats with the least common multiple of the steps.
 */
export function findPlace(
  forms: readonly { readonly form: NthSelector; readonly positive: boolean }[],
): number | undefined {
  let [period, far] = [1, 1];
  for (const { form } of forms) {
    const step = Math.abs(form.step) || 1;
    period = (period / gcd(period, step)) * step;
    far = Math.max(far, Math.abs(form.offset) + 1);
    if (period > MOST || far > MOST) return undefined;
  }
  for (let place = 1; place <= far + 2 * period; place++) {
    if (forms.every(({ form, positive }) => isPlace(place, form.step, form.offset) === positive))
      return place;
  }
  return 0;
}

/** Places that count the same siblings; a negated place counts only where the node is sure to be counted. */
export function placeGroups(literals: Literals): Literals["places"][] {
  const keyOf = createKeyOf();
  const groups = new Map<string, Literals["places"]>();
  for (const one of literals.places) {
    const key = one.form.of === undefined ? "" : keyOf(one.form.of);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups]
    .filter(([key, group]) => key === "" || group.some((one) => one.positive))
    .map(([, group]) => group);
}
