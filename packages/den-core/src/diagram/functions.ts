/** A function of whatever arguments. */
export type AnyFunction = (...args: never) => unknown;

/** Every function in a value, in whatever it is nested. */
export function functionsIn(value: unknown, seen: Set<unknown> = new Set()): AnyFunction[] {
  if (typeof value === "function") return [value as AnyFunction];
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  if (!isPlain) return [];
  seen.add(value);
  return Object.values(value).flatMap((inner) => functionsIn(inner, seen));
}

/** Whether the text of a function has a name as a word of its own. */
export function mentions(run: AnyFunction, name: string): boolean {
  const text = Function.prototype.toString.call(run);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + name.length] ?? " "}`;
    if (!/[\w$]/.test(around)) return true;
  }
  return false;
}
