import { codeUnits, type Value } from "./value.ts";

/** The canonical text of a value (equal exactly for equal values), and a frozen copy of it. */
export interface Canonical {
  readonly key: string;
  readonly copy: Value;
}

/** Why something is not a {@link Value}: what it is, and where inside the value. */
export interface NotAValue {
  readonly problem: string;
  readonly path: string;
}

interface Frame {
  readonly source: object;
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  /** What is written so far: added to, never joined, so that deep values stay linear. */
  text: string;
  readonly copy: Value[] | Record<string, Value>;
  next: number;
}

/** Whether a value is a declared stand-in (see `opaque`). */
export function isOpaque(value: object): boolean {
  return "$opaque" in value && typeof value.$opaque === "string" && "value" in value;
}

/** The text of a scalar or opaque value; undefined when it has parts or is not a value at all. */
function leafKey(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return String(value === 0 ? 0 : value);
    case "bigint":
      return `${value}n`;
    case "boolean":
      return String(value);
    case "object":
      if (value === null) return "null";
      return isOpaque(value)
        ? `!${JSON.stringify((value as { $opaque: string }).$opaque)}`
        : undefined;
    default:
      return undefined;
  }
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an object";
}

function open(source: object): Frame | undefined {
  if (Array.isArray(source)) {
    return { source, keys: undefined, length: source.length, text: "", copy: [], next: 0 };
  }
  const prototype: unknown = Object.getPrototypeOf(source);
  // Plain objects of another realm count too: their prototype has no prototype either.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return undefined;
  const record = source as Record<string, unknown>;
  const keys = Object.keys(source).filter((key) => record[key] !== undefined);
  keys.sort(codeUnits);
  return { source, keys, length: keys.length, text: "", copy: {}, next: 0 };
}

function put(frame: Frame, key: string, copy: Value): void {
  const name = frame.keys?.[frame.next];
  if (frame.next++ > 0) frame.text += ",";
  if (name === undefined) {
    frame.text += key;
    (frame.copy as Value[]).push(copy);
    return;
  }
  frame.text += `${JSON.stringify(name)}:`;
  frame.text += key;
  // Defined, not assigned: `__proto__` is a property like any other.
  Object.defineProperty(frame.copy, name, { value: copy, enumerable: true });
}

function pathOf(stack: readonly Frame[]): string {
  return stack
    .map(({ keys, next }) => (keys === undefined ? `[${next}]` : `.${keys[next] ?? ""}`))
    .join("");
}

/** The canonical form of a value of any depth; or why it has none. Explicit stack, O(size). */
export function canonical(value: unknown): Canonical | NotAValue {
  const leaf = leafKey(value);
  if (leaf !== undefined) return { key: leaf, copy: value as Value };
  if (typeof value !== "object" || value === null) return { problem: describe(value), path: "" };
  const root = open(value);
  if (root === undefined) return { problem: describe(value), path: "" };
  const stack: Frame[] = [root];
  const path = new Set<object>([value]);
  for (;;) {
    const frame = stack[stack.length - 1] as Frame;
    if (frame.next < frame.length) {
      const name = frame.keys?.[frame.next];
      const item: unknown =
        name === undefined
          ? (frame.source as unknown[])[frame.next]
          : (frame.source as Record<string, unknown>)[name];
      const key = leafKey(item);
      if (key !== undefined) {
        put(frame, key, item as Value);
        continue;
      }
      if (typeof item !== "object" || item === null) {
        return { problem: describe(item), path: pathOf(stack) };
      }
      if (path.has(item)) return { problem: "a cycle", path: pathOf(stack) };
      const inner = open(item);
      if (inner === undefined) return { problem: describe(item), path: pathOf(stack) };
      path.add(item);
      stack.push(inner);
      continue;
    }
    stack.pop();
    path.delete(frame.source);
    const key = frame.keys === undefined ? `[${frame.text}]` : `{${frame.text}}`;
    const copy = Object.freeze(frame.copy) as Value;
    const parent = stack[stack.length - 1];
    if (parent === undefined) return { key, copy };
    put(parent, key, copy);
  }
}
