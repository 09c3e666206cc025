import { isPlain, put } from "./plain.ts";

/**
 * A copy of the arrays and plain objects of `value`, deep, cycles kept as cycles; whatever else is
 * in it (dates, functions, class instances) is shared. With `freeze` the copy cannot be changed.
 */
export function copyData<T>(value: T, freeze = false): T {
  if (typeof value !== "object" || value === null) return value;
  const made = new Map<object, object>();
  const stack: object[] = [];
  const copyOf = (item: unknown): unknown => {
    if (typeof item !== "object" || item === null) return item;
    const known = made.get(item);
    if (known !== undefined) return known;
    if (!Array.isArray(item) && !isPlain(item)) return item;
    const target: object = Array.isArray(item) ? new Array(item.length) : {};
    made.set(item, target);
    stack.push(item);
    return target;
  };
  const root = copyOf(value);
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const target = made.get(item) as object;
    if (Array.isArray(item)) {
      for (let index = 0; index < item.length; index++) {
        (target as unknown[])[index] = copyOf(item[index]);
      }
    } else {
      for (const key of Object.keys(item)) put(target, key, copyOf((item as never)[key]));
    }
    if (freeze) Object.freeze(target);
  }
  return root as T;
}
