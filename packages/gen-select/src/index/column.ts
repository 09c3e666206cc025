import type { Scalar } from "../selector/selector.ts";
import { isUnknown, type Unknown } from "../view/view.ts";
import { add, emptySet, type IdSet, remove } from "./id-set.ts";
import { createTerms, type Terms } from "./terms.ts";

/** What one node contributes: its terms, whether there may be more, whether there is a value at all. */
export interface Row {
  readonly terms: readonly Scalar[];
  readonly unknown: boolean;
  readonly present: boolean;
}

/** An inverted column of a node table, kept up to date row by row. */
export interface Column {
  readonly terms: Terms;
  /** Slots with any value, also one without terms. */
  readonly present: IdSet;
  /** Slots whose value (or part of it) is unknown. */
  readonly unknown: IdSet;
  /** The only term of a slot, or -1. */
  only(slot: number): number;
  /** Replaces what a slot contributes. */
  set(slot: number, row: Row | undefined, capacity: number): void;
}

/** The row of a single value: a scalar is its own only term. */
export function singleRow(value: unknown): Row {
  if (isUnknown(value)) return { terms: [], unknown: true, present: false };
  if (value === undefined) return { terms: [], unknown: false, present: false };
  const scalar = value === null || typeof value !== "object";
  return { terms: scalar ? [value as Scalar] : [], unknown: false, present: true };
}

/** The row of a list's members, or of a string's words: what `~=` looks for. */
export function memberRow(value: unknown): Row {
  if (isUnknown(value)) return { terms: [], unknown: true, present: false };
  const parts: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value.split(/\s+/)
      : [];
  const scalars = parts.filter((part) => part === null || typeof part !== "object") as Scalar[];
  const words = Array.isArray(value) ? scalars : scalars.filter((word) => word !== "");
  return { terms: words, unknown: false, present: value !== undefined };
}

/** The row of a set of tags, of which a part may be unknown. */
export function tagRow(tags: Iterable<string> | Unknown): Row {
  const known = isUnknown(tags)
    ? tags.atLeast
    : Array.isArray(tags)
      ? (tags as readonly string[])
      : [...tags];
  return { terms: known, unknown: isUnknown(tags), present: known.length > 0 };
}

type Numbers = number | readonly number[] | undefined;

function sameTerms(a: Numbers, b: Numbers): boolean {
  if (typeof a === "number" || typeof b === "number") return a === b;
  const [x, y] = [a ?? [], b ?? []];
  return x.length === y.length && x.every((term, i) => term === y[i]);
}

/** An empty column. */
export function createColumn(): Column {
  const terms = createTerms();
  const present = emptySet();
  const unknown = emptySet();
  // One term, the common case, is stored as a number.
  const rows: Numbers[] = [];
  const numbersOf = (values: readonly Scalar[]): Numbers => {
    if (values.length === 1) return terms.intern(values[0] as Scalar);
    const numbers = new Array<number>(values.length);
    for (let i = 0; i < numbers.length; i++) numbers[i] = terms.intern(values[i] as Scalar);
    return numbers.length === 0 ? undefined : numbers;
  };
  return {
    terms,
    present,
    unknown,
    only(slot) {
      const row = rows[slot];
      return typeof row === "number" ? row : -1;
    },
    set(slot, row, capacity) {
      const old = rows[slot];
      const values = row?.terms ?? [];
      const next = numbersOf(values);
      if (!sameTerms(old, next)) {
        if (typeof old === "number") terms.remove(old, slot);
        else if (old !== undefined) for (const term of old) terms.remove(term, slot);
        if (typeof next === "number") terms.add(next, slot, capacity);
        else if (next !== undefined) for (const term of next) terms.add(term, slot, capacity);
        rows[slot] = next;
      }
      if (row?.present) add(present, slot, capacity);
      else if (present.size > 0) remove(present, slot);
      if (row?.unknown) add(unknown, slot, capacity);
      else if (unknown.size > 0) remove(unknown, slot);
    },
  };
}
