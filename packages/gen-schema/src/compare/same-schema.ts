import { hasOwn, isPlain, own } from "../data/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { resolveRef } from "../schema/resolve-ref.ts";

/** Whether two pieces of two schemas are written alike, references followed into their own documents. */
export function sameSchema(
  oldRoot: JsonSchema,
  newRoot: JsonSchema,
  left: unknown,
  right: unknown,
): boolean {
  const met = new Map<unknown, Set<unknown>>();
  const stack: unknown[] = [left, right];
  while (stack.length > 0) {
    const b = stack.pop();
    const a = stack.pop();
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
      if (!Object.is(a, b)) return false;
      continue;
    }
    if (met.get(a)?.has(b)) continue;
    met.set(a, (met.get(a) ?? new Set()).add(b));
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      if (!hasOwn(b, key)) return false;
      stack.push(own(a, key), own(b, key));
    }
    const ref = isPlain(a) ? own(a, "$ref") : undefined;
    if (typeof ref === "string") stack.push(resolveRef(oldRoot, ref), resolveRef(newRoot, ref));
  }
  return true;
}
