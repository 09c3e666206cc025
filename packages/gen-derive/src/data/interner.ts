import { DeriveError } from "../error/derive-error.ts";
import { canonical, isOpaque } from "./canonical.ts";
import { codeUnits, type Value } from "./value.ts";

/**
 * Gives each value a small number, so that joins compare numbers only. `values[id]` is the value,
 * `keys[id]` the canonical text of one that has parts.
 */
export interface Interner {
  readonly scalars: Map<unknown, number>;
  readonly structured: Map<string, number>;
  readonly values: Value[];
  readonly keys: (string | undefined)[];
}

/** An empty interner, or an independent copy of another one (whose numbers stay valid). */
export function createInterner(from?: Interner): Interner {
  return {
    scalars: new Map(from?.scalars),
    structured: new Map(from?.structured),
    values: from === undefined ? [] : from.values.slice(),
    keys: from === undefined ? [] : from.keys.slice(),
  };
}

/** The number of a value, new or known. @throws DeriveError `bad-value` */
export function intern(interner: Interner, value: unknown): number {
  if (typeof value === "object" && value !== null) return internStructured(interner, value);
  const known = interner.scalars.get(value);
  if (known !== undefined) return known;
  if (typeof value === "function" || typeof value === "symbol" || value === undefined) {
    throw notAValue({ problem: typeof value, path: "" });
  }
  const id = interner.values.push((value === 0 ? 0 : value) as Value) - 1;
  interner.keys.push(undefined);
  interner.scalars.set(value, id);
  return id;
}

function internStructured(interner: Interner, value: object): number {
  const form = canonical(value);
  if ("problem" in form) throw notAValue(form);
  const known = interner.structured.get(form.key);
  if (known !== undefined) return known;
  const id = interner.values.push(form.copy) - 1;
  interner.keys.push(form.key);
  interner.structured.set(form.key, id);
  return id;
}

/** The number of a value that is known already; undefined when it is not, or is no value. */
export function lookup(interner: Interner, value: unknown): number | undefined {
  if (typeof value !== "object" || value === null) return interner.scalars.get(value);
  const form = canonical(value);
  return "problem" in form ? undefined : interner.structured.get(form.key);
}

const RANKS = ["boolean", "number", "bigint", "string"];

function rankOf(value: Value): number {
  if (value === null) return -1;
  if (typeof value !== "object") return RANKS.indexOf(typeof value);
  return Array.isArray(value) ? 4 : isOpaque(value) ? 6 : 5;
}

/**
 * A total order on values: null, booleans, numbers (NaN first), bigints, strings by code units,
 * then lists, objects and opaque values by their canonical text.
 */
export function compareValues(interner: Interner, a: number, b: number): number {
  if (a === b) return 0;
  const left = interner.values[a] as Value;
  const right = interner.values[b] as Value;
  const ranks = rankOf(left) - rankOf(right);
  if (ranks !== 0) return ranks;
  if (typeof left === "string") return codeUnits(left, right as string);
  if (typeof left === "object") {
    return codeUnits(interner.keys[a] as string, interner.keys[b] as string);
  }
  if (Number.isNaN(left)) return -1;
  if (Number.isNaN(right)) return 1;
  return (left as number) < (right as number) ? -1 : 1;
}

function notAValue({ problem, path }: { problem: string; path: string }): DeriveError {
  const at = path === "" ? "" : ` at ${path}`;
  return new DeriveError([
    {
      code: "bad-value",
      message: `A fact holds ${problem}${at}, which has no identity by value.`,
      remedy: "Use plain data, or wrap it: opaque(key, value).",
      rules: [],
    },
  ]);
}
