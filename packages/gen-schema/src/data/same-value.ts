import { hasOwn, isPlain } from "./plain.ts";

/**
 * Structural equality of data: arrays by elements, plain objects by own keys in any order, `NaN`
 * equal to itself, everything else (functions, dates, class instances) by identity. Values that
 * contain themselves are equal when they unfold equally. No recursion, so depth does not matter.
 */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object") return Object.is(left, right);
  const seen = new Map<unknown, Set<unknown>>();
  const stack: unknown[] = [left, right];
  while (stack.length > 0) {
    const b = stack.pop();
    const a = stack.pop();
    if (a === b || Object.is(a, b)) continue;
    const bothArrays = Array.isArray(a) && Array.isArray(b);
    if (!bothArrays && !(isPlain(a) && isPlain(b))) return false;
    const met = seen.get(a);
    if (met?.has(b)) continue;
    if (met) met.add(b);
    else seen.set(a, new Set([b]));
    if (bothArrays) {
      if (a.length !== b.length) return false;
      for (let index = 0; index < a.length; index++) stack.push(a[index], b[index]);
      continue;
    }
    const x = a as Record<string, unknown>;
    const y = b as Record<string, unknown>;
    const keys = Object.keys(x);
    if (keys.length !== Object.keys(y).length) return false;
    for (const key of keys) {
      if (!hasOwn(y, key)) return false;
      stack.push(x[key], y[key]);
    }
  }
  return true;
}
