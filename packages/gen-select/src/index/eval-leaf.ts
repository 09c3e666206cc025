import { ownAttr, testValue } from "../match/test-value.ts";
import { compileGlob, literalOf, parseGlob } from "../selector/glob.ts";
import type { AttrSelector, NameSelector, Scalar, Selector } from "../selector/selector.ts";
import { type Bounds, certain, except } from "./bounds.ts";
import type { Column } from "./column.ts";
import {
  contains,
  emptySet,
  filtered,
  fromSorted,
  fromWords,
  type IdSet,
  mark,
  union,
} from "./id-set.ts";
import type { Table } from "./table.ts";
import { rangeFrom, type Terms } from "./terms.ts";

/** The slots of some terms as a sparse set, if there are not more than so many. */
function gather(terms: Terms, found: readonly number[], most: number): IdSet | undefined {
  if (found.length > most) return undefined;
  const slots: number[] = [];
  for (const term of found) {
    const posting = terms.posting(term);
    if (typeof posting === "number") {
      if (posting >= 0) slots.push(posting);
    } else if (posting.words !== undefined || slots.length + posting.size > most) return undefined;
    else for (let i = 0; i < posting.size; i++) slots.push(posting.list[i] as number);
  }
  const sorted = Uint32Array.from(slots).sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[size++] = sorted[i] as number;
  return { size, list: sorted, words: undefined };
}

function markPosting(terms: Terms, term: number, words: Uint32Array): void {
  const posting = terms.posting(term);
  if (typeof posting !== "number") mark(posting, words);
  else if (posting >= 0)
    words[posting >>> 5] = (words[posting >>> 5] as number) | (1 << (posting & 31));
}

/** The slots of some terms of a column. */
function slotsOf({ terms }: Column, found: readonly number[], capacity: number): IdSet {
  const [only] = found;
  if (only === undefined) return emptySet();
  if (found.length === 1) {
    const posting = terms.posting(only);
    if (typeof posting !== "number") return posting;
    return posting < 0 ? emptySet() : fromSorted(Uint32Array.of(posting), capacity);
  }
  const few = gather(terms, found, capacity >>> 6);
  if (few !== undefined) return few;
  const words = new Uint32Array((capacity + 31) >>> 5);
  for (let i = 0; i < found.length; i++) markPosting(terms, found[i] as number, words);
  return fromWords(words);
}

function bounds(column: Column, sure: IdSet, capacity: number): Bounds {
  if (column.unknown.size === 0) return certain(sure);
  return { sure, maybe: union(sure, column.unknown, capacity), exact: true };
}

/** The slots that have one value in a column. */
export function withTerm(table: Table, column: Column, value: Scalar): Bounds {
  const term = column.terms.find(value);
  return bounds(
    column,
    slotsOf(column, term < 0 ? [] : [term], table.capacity()),
    table.capacity(),
  );
}

function withTerms(table: Table, column: Column, found: readonly number[]): Bounds {
  return bounds(column, slotsOf(column, found, table.capacity()), table.capacity());
}

/** The slots of the texts to keep, by looking at every distinct one once. */
function scan(table: Table, column: Column, keep: (text: string) => boolean): Bounds {
  const { terms } = column;
  const { values } = terms;
  const words = new Uint32Array((table.capacity() + 31) >>> 5);
  for (let term = 0; term < values.length; term++) {
    const value = values[term];
    if (typeof value === "string" && keep(value)) markPosting(terms, term, words);
  }
  return bounds(column, fromWords(words), table.capacity());
}

function withPrefix(column: Column, prefix: string): number[] {
  return rangeFrom(column.terms, "string", prefix, (value) => (value as string).startsWith(prefix));
}

/** The slots whose name matches a glob: by value, by its literal beginning, or by all names. */
export function evalName(table: Table, { glob }: NameSelector): Bounds {
  const parts = parseGlob(glob);
  const column = table.name();
  const literal = literalOf(parts);
  if (literal !== undefined) return withTerm(table, column, literal);
  const test = compileGlob(glob);
  const wild = parts.findIndex((part) => part.type !== "literal");
  const prefix = literalOf(parts.slice(0, wild)) ?? "";
  const candidates = withPrefix(column, prefix);
  return withTerms(
    table,
    column,
    candidates.filter((term) => test(column.terms.values[term] as string)),
  );
}

/** The slots that pass a test of one attribute. */
export function evalAttr(table: Table, test: AttrSelector): Bounds {
  const own = ownAttr(test.path);
  const column =
    own === undefined ? table.attr(test.path) : own === "tag" ? table.tags() : table[own]();
  const { capacity } = table;
  switch (test.op) {
    case "=":
      return withTerm(table, column, test.value);
    case "!=":
      return except(table.live, withTerm(table, column, test.value));
    case "~=":
      if (own === "tag") return withTerm(table, column, test.value);
      return withTerm(
        table,
        own === undefined ? table.members(test.path) : table.words(own),
        test.value,
      );
    case "in":
      return withTerms(
        table,
        column,
        [...new Set(test.value.map((value) => column.terms.find(value)))].filter(
          (term) => term >= 0,
        ),
      );
    case "exists":
      return bounds(column, column.present, capacity());
    case "^=":
      return withTerms(table, column, withPrefix(column, test.value));
    case "$=": {
      const { value } = test;
      return scan(table, column, (text) => text.endsWith(value));
    }
    case "*=": {
      const { value } = test;
      return scan(table, column, (text) => text.includes(value));
    }
    default: {
      const type = typeof test.value as "string" | "number";
      const low = test.op === ">" || test.op === ">=" ? test.value : undefined;
      const range = rangeFrom(
        column.terms,
        type,
        low,
        (value) => low !== undefined || testValue(test, value),
      );
      const found =
        test.op === ">" && column.terms.values[range[0] ?? -1] === test.value
          ? range.slice(1)
          : range;
      return withTerms(table, column, found);
    }
  }
}

/** Whether a selector's set has to be put together from many values, or be looked for among all. */
export function isBroad(selector: Selector): selector is AttrSelector | NameSelector {
  if (selector.sel === "name") return literalOf(parseGlob(selector.glob)) === undefined;
  if (selector.sel !== "attr" || ownAttr(selector.path) === "tag") return false;
  return selector.op.length > 1 ? /[\^$*<>]/.test(selector.op) : selector.op !== "=";
}

/** Few slots, as far as they pass a broad test: cheaper than the set of all that do. */
export function filterLeaf(
  table: Table,
  found: Bounds,
  selector: AttrSelector | NameSelector,
): Bounds {
  const name = selector.sel === "name";
  const own = name ? "name" : ownAttr(selector.path);
  const column =
    own === undefined || own === "tag" ? table.attr((selector as AttrSelector).path) : table[own]();
  const { values } = column.terms;
  const glob = name ? compileGlob(selector.glob) : undefined;
  const keeps = (slot: number): boolean => {
    const term = column.only(slot);
    const value = term < 0 ? undefined : values[term];
    if (glob !== undefined) return typeof value === "string" && glob(value);
    return term >= 0 && testValue(selector as AttrSelector, value);
  };
  const sure = filtered(found.sure, keeps);
  if (found.sure === found.maybe && column.unknown.size === 0) return certain(sure);
  const maybe = filtered(found.maybe, (slot) => keeps(slot) || contains(column.unknown, slot));
  return { sure, maybe, exact: found.exact };
}
