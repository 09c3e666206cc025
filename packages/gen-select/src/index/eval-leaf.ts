import { ownAttr, testValue } from "../match/test-value.ts";
import { compileGlob, literalOf, parseGlob } from "../selector/glob.ts";
import type { AttrSelector, NameSelector, Scalar } from "../selector/selector.ts";
import { type Bounds, certain, except } from "./bounds.ts";
import type { Column } from "./column.ts";
import { fromWords, type IdSet } from "./id-set.ts";
import { markPosting, slotsOf } from "./postings.ts";
import { union } from "./set-algebra.ts";
import type { Table } from "./table.ts";
import { rangeFrom } from "./terms.ts";

function bounds(column: Column, sure: IdSet, capacity: number): Bounds {
  if (column.unknown.size === 0) return certain(sure);
  return { sure, maybe: union(sure, column.unknown, capacity), exact: true };
}

/** The slots that have one value in a column. */
export function withTerm(table: Table, column: Column, value: Scalar): Bounds {
  const term = column.terms.find(value);
  return bounds(
    column,
    slotsOf(column.terms, term < 0 ? [] : [term], table.capacity()),
    table.capacity(),
  );
}

function withTerms(table: Table, column: Column, found: readonly number[]): Bounds {
  return bounds(column, slotsOf(column.terms, found, table.capacity()), table.capacity());
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
