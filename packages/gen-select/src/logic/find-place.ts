import { isPlace } from "../match/compile-test.ts";
import type { NthSelector } from "../selector/selector.ts";

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
