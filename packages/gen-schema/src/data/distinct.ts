import { isPlain } from "./plain.ts";
import { sameValue } from "./same-value.ts";

/**
 * The elements without those that equal an earlier one, in order. Simple values are looked up in a
 * set; arrays and objects are compared only with those that have the same size and first keys.
 */
export function distinct(items: readonly unknown[]): unknown[] {
  const simple = new Set<unknown>();
  const buckets = new Map<string, unknown[]>();
  const kept: unknown[] = [];
  for (const item of items) {
    if (typeof item !== "object" || item === null || !(Array.isArray(item) || isPlain(item))) {
      if (simple.has(item)) continue;
      simple.add(item);
      kept.push(item);
      continue;
    }
    const key = sketch(item);
    const bucket = buckets.get(key);
    if (bucket?.some((other) => sameValue(other, item))) continue;
    if (bucket === undefined) buckets.set(key, [item]);
    else bucket.push(item);
    kept.push(item);
  }
  return kept;
}

/** A short text that equal values share. */
function sketch(item: object): string {
  if (Array.isArray(item)) return `[${item.length}:${item.slice(0, 4).map(simple).join()}`;
  const keys = Object.keys(item).sort();
  return `{${keys.map((key) => `${key}=${simple((item as never)[key])}`).join()}`;
}

function simple(value: unknown): string {
  return typeof value === "object" ? "?" : `${typeof value}:${String(value)}`;
}
