import type { Selector } from "../selector/selector.ts";

/**
 * Texts that are equal exactly for selectors that are equal as data, written with their keys in one
 * order; predicates are told apart by their test. Remembered for each object.
 */
export function createKeyOf(): (selector: Selector) => string {
  const tests = new Map<unknown, number>();
  const keys = new WeakMap<Selector, string>();
  return (selector) => {
    let key = keys.get(selector);
    if (key === undefined) {
      key = JSON.stringify(selector, (_, value: unknown) => {
        if (typeof value !== "function") return value;
        if (!tests.has(value)) tests.set(value, tests.size);
        return tests.get(value);
      });
      keys.set(selector, key);
    }
    return key;
  };
}
