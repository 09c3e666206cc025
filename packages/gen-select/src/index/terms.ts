import type { Scalar } from "../selector/selector.ts";
import { codeUnits } from "../view/view.ts";
import { add, emptySet, type IdSet, remove } from "./id-set.ts";

/** Where one value occurs: one slot as it is (most names and addresses), else a set; -1: nowhere. */
type Posting = number | IdSet;

/** An inverted index of scalars: value → slots, with the values in order for ranges and prefixes. */
export interface Terms {
  readonly values: Scalar[];
  /** The number of a value, or -1. */
  find(value: Scalar): number;
  /** The number of a value, given one if it is new. */
  intern(value: Scalar): number;
  add(term: number, slot: number, capacity: number): void;
  remove(term: number, slot: number): void;
  /** Adds the slots of a term to a bitset. */
  posting(term: number): Posting;
  /** The numbers of all strings (numbers) in ascending order of their values. */
  sorted(type: "string" | "number"): readonly number[];
}

/** An empty inverted index. */
export function createTerms(): Terms {
  // A Map tells 1 from "1" and holds any string.
  const numbers = new Map<Scalar, number>();
  const values: Scalar[] = [];
  const postings: Posting[] = [];
  const orders = new Map<string, readonly number[]>();
  return {
    values,
    find: (value) => numbers.get(value) ?? -1,
    intern(value) {
      let term = numbers.get(value);
      if (term === undefined) {
        term = values.length;
        numbers.set(value, term);
        values.push(value);
        postings.push(-1);
        orders.clear();
      }
      return term;
    },
    add(term, slot, capacity) {
      const posting = postings[term] as Posting;
      if (posting === -1 || posting === slot) {
        postings[term] = slot;
      } else if (typeof posting === "number") {
        const set = emptySet();
        add(set, posting, capacity);
        add(set, slot, capacity);
        postings[term] = set;
      } else {
        add(posting, slot, capacity);
      }
    },
    remove(term, slot) {
      const posting = postings[term] as Posting;
      if (posting === slot) postings[term] = -1;
      else if (typeof posting !== "number") remove(posting, slot);
    },
    posting: (term) => postings[term] as Posting,
    sorted(type) {
      let order = orders.get(type);
      if (order === undefined) {
        // NaN has no order, and no selector can ask for it.
        const found = values.flatMap((value, term) =>
          typeof value === type && !Number.isNaN(value) ? [term] : [],
        );
        order =
          type === "string"
            ? found.sort((a, b) => codeUnits(values[a] as string, values[b] as string))
            : found.sort((a, b) => (values[a] as number) - (values[b] as number));
        orders.set(type, order);
      }
      return order;
    },
  };
}

/** The terms from the first that is not below `low` up to the first that `ends`, in order. */
export function rangeFrom(
  terms: Terms,
  type: "string" | "number",
  low: Scalar | undefined,
  goesOn: (value: Scalar) => boolean,
): number[] {
  const order = terms.sorted(type);
  let [from, to] = [0, order.length];
  while (low !== undefined && low !== null && from < to) {
    const mid = (from + to) >>> 1;
    if ((terms.values[order[mid] as number] as Scalar & {}) < low) from = mid + 1;
    else to = mid;
  }
  const found: number[] = [];
  for (let i = from; i < order.length; i++) {
    const term = order[i] as number;
    if (!goesOn(terms.values[term] as Scalar)) break;
    found.push(term);
  }
  return found;
}
