import type { Selector } from "../selector/selector.ts";

/**
 * Texts that are equal exactly for selectors that are equal as data, written with their keys in one
 * order; predicates are told apart by their test.
 */
export function createKeyOf(): (selector: Selector) => string {
  const tests = new Map<unknown, number>();
  return (selector) =>
    JSON.stringify(selector, (_, value: unknown) => {
      if (typeof value !== "function") return value;
      if (!tests.has(value)) tests.set(value, tests.size);
      return tests.get(value);
    });
}
