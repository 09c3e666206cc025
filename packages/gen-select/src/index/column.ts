import type { Scalar } from "../selector/selector.ts";
import { isUnknown, type Unknown } from "../view.ts";
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
  const known = isUnknown(tags) ? tags.atLeast : [...tags];
  return { terms: known, unknown: isUnknown(tags), present: known.length > 0 };
}

/** An empty column. */
export function createColumn(): Column {
  const terms = createTerms();
  const present = emptySet();
  const unknown = emptySet();
  // One term, the common case, is stored as a number.
  const rows: (number | readonly number[] | undefined)[] = [];
  return {
    terms,
    present,
    unknown,
    set(slot, row, capacity) {
      const old = rows[slot];
      if (typeof old === "number") terms.remove(old, slot);
      else if (old !== undefined) for (const term of old) terms.remove(term, slot);
      const found: number[] = [];
      for (const value of row?.terms ?? []) {
        const term = terms.intern(value);
        found.push(term);
        terms.add(term, slot, capacity);
      }
      rows[slot] = found.length === 0 ? undefined : found.length === 1 ? found[0] : found;
      if (row?.present) add(present, slot, capacity);
      else remove(present, slot);
      if (row?.unknown) add(unknown, slot, capacity);
      else remove(unknown, slot);
    },
  };
}
