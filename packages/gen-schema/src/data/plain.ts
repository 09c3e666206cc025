/** A record as JSON has them: no class, any own string key. */
export type Plain = Readonly<Record<string, unknown>>;

const owns = Object.prototype.hasOwnProperty;

/** Whether `value` is an object literal (or has no prototype): the only objects that are looked into. */
export function isPlain(value: unknown): value is Plain {
  if (typeof value !== "object" || value === null) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto === Object.prototype || proto === null) return true;
  // An object literal of another realm (a vm context, a worker): its prototype is that realm's root.
  return (
    !Array.isArray(value) &&
    Object.getPrototypeOf(proto) === null &&
    owns.call(proto, "isPrototypeOf")
  );
}

/** Whether `key` is an own key: `constructor` and `__proto__` are keys only where someone wrote them. */
export function hasOwn(value: object, key: string): boolean {
  return owns.call(value, key);
}

/** The own value at `key`, never an inherited one. */
export function own(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && owns.call(value, key)
    ? (value as Plain)[key]
    : undefined;
}

/** Sets an own key, `__proto__` included, which plain assignment would swallow. */
export function put(target: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else (target as Record<string, unknown>)[key] = value;
}

/** Code-unit order, the same on every machine and in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
