/** A scalar: its sops type and the bytes that sops hashes and encrypts for it. */
export interface SopsScalar {
  readonly kind: "scalar";
  readonly type: "str" | "int" | "float" | "bool" | "bytes" | "time" | "null";
  readonly bytes: Uint8Array;
  /** The ciphertext it came from, kept so that an unchanged value keeps its bytes. */
  readonly sealed?: string;
}

export interface SopsComment {
  readonly kind: "comment";
  /** The text after `#`. */
  readonly text: string;
  /** At the end of the line of the next value. */
  readonly inline: boolean;
}

/** An ordered map; sops' "tree branch". */
export interface SopsMap {
  readonly kind: "map";
  readonly items: readonly (SopsItem | SopsComment)[];
}

export interface SopsItem {
  readonly kind: "item";
  readonly key: string;
  readonly value: SopsNode;
}

export interface SopsList {
  readonly kind: "list";
  readonly items: readonly (SopsNode | SopsComment)[];
}

export type SopsNode = SopsMap | SopsList | SopsScalar;

/** Documents nested deeper than this are refused. */
export const MAX_DEPTH = 200;

export function textScalar(text: string): SopsScalar {
  return { kind: "scalar", type: "str", bytes: Buffer.from(text) };
}

export function scalarText(node: SopsNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.type === "str"
    ? Buffer.from(node.bytes).toString()
    : undefined;
}

export function entry(key: string, value: SopsNode): SopsItem {
  return { kind: "item", key, value };
}

/** The value at a key of a map. */
export function child(map: SopsNode | undefined, key: string): SopsNode | undefined {
  if (map?.kind !== "map") return undefined;
  for (const item of map.items) if (item.kind === "item" && item.key === key) return item.value;
  return undefined;
}

/** The value at a path of keys. */
export function at(root: SopsNode, path: readonly string[]): SopsNode | undefined {
  let node: SopsNode | undefined = root;
  for (const key of path) node = child(node, key);
  return node;
}

/**
 * The tree with another value at a path (`undefined` removes it, and maps that become empty).
 * Order is kept; new keys go to the end.
 */
export function withAt(
  root: SopsMap,
  path: readonly string[],
  value: SopsNode | undefined,
): SopsMap {
  const [key, ...rest] = path;
  if (key === undefined) return root;
  const before = child(root, key);
  let next = value;
  if (rest.length > 0) {
    const inner: SopsMap = before?.kind === "map" ? before : { kind: "map", items: [] };
    const changed = withAt(inner, rest, value);
    next = value === undefined && changed.items.length === 0 ? undefined : changed;
  }
  if (before === undefined) {
    return next === undefined ? root : { kind: "map", items: [...root.items, entry(key, next)] };
  }
  const items = root.items.flatMap((item) => {
    if (item.kind !== "item" || item.key !== key) return [item];
    return next === undefined ? [] : [entry(key, next)];
  });
  return { kind: "map", items };
}

/** The tree without a top-level key. */
export function without(root: SopsMap, key: string): SopsMap {
  const items = root.items.filter((item) => item.kind !== "item" || item.key !== key);
  return { kind: "map", items };
}

const EXPONENT = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/** A float as Go's `FormatFloat(x, 'f', -1, 64)`: shortest decimal that reads back, no exponent. */
export function floatText(value: number): string {
  if (Object.is(value, -0)) return "-0";
  const text = String(value);
  const match = EXPONENT.exec(text);
  if (match === null) return text === "Infinity" ? "+Inf" : text === "-Infinity" ? "-Inf" : text;
  const [, sign = "", lead = "", rest = "", power = "0"] = match;
  const digits = lead + rest;
  const shift = Number(power);
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - 1)}${digits}`;
  return sign + digits.padEnd(shift + 1, "0");
}

/** A whole number or float from its source text, typed as Go's JSON and YAML stores type it. */
export function numberScalar(text: string): SopsScalar {
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text);
    if (value >= -(2n ** 63n) && value < 2n ** 63n) {
      return { kind: "scalar", type: "int", bytes: Buffer.from(String(value)) };
    }
  }
  return { kind: "scalar", type: "float", bytes: Buffer.from(floatText(Number(text))) };
}

export function boolScalar(value: boolean): SopsScalar {
  return { kind: "scalar", type: "bool", bytes: Buffer.from(value ? "True" : "False") };
}

export const NULL: SopsScalar = { kind: "scalar", type: "null", bytes: Buffer.alloc(0) };
