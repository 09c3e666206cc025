import { type SelectIndex, tableOf } from "../index/compile-index.ts";
import { evaluate } from "../index/evaluate.ts";
import { contains, type IdSet, toList } from "../index/id-set.ts";
import type { Table } from "../index/table.ts";
import { compileTest } from "../match/compile-test.ts";
import { SelectError } from "../select-error.ts";
import type { Selector } from "../selector/selector.ts";
import { isUnknown } from "../view/view.ts";
import { createSelection, type Selection } from "./selection.ts";

/** The members of a set in the order of results: nodes added since the last ordering are merged in. */
function inOrder({ slots: { ids, compare }, ordered }: Table, set: IdSet): Uint32Array {
  const list = toList(set);
  if (ids.length === ordered) return list;
  const cut = list.findIndex((slot) => slot >= ordered);
  if (cut < 0) return list;
  const before = (a: number, b: number): number => compare(ids[a] as string, ids[b] as string);
  const early = list.subarray(0, cut);
  const late = list.slice(cut).sort(before);
  const merged = new Uint32Array(list.length);
  let [i, j] = [0, 0];
  for (let at = 0; at < merged.length; at++) {
    const takeLate =
      j < late.length && (i >= early.length || before(late[j] as number, early[i] as number) < 0);
    merged[at] = (takeLate ? late[j++] : early[i++]) as number;
  }
  return merged;
}

/**
 * Evaluates over an index when iteration begins. What the columns leave open is looked up in the view
 * node by node, as it is asked for. The selector is checked.
 */
export function selectFromIndex(selector: Selector, index: SelectIndex): Selection {
  const source = tableOf(index);
  /** Checks that the index is still the one that was begun with. */
  const guard = (): (() => void) => {
    const began = source.version();
    return () => {
      if (source.version() === began) return;
      throw new SelectError([
        {
          code: "index-changed",
          message: "The index was updated while a selection of it was read",
          remedy: "Take ids() before updating, or iterate again.",
        },
      ]);
    };
  };
  const matching = (): Iterator<string> => {
    const check = guard();
    const table = source.table();
    const { ids } = table.slots;
    const { sure, maybe, exact } = evaluate(table, selector);
    const slots = inOrder(table, exact ? sure : maybe);
    const test = exact ? undefined : compileTest(selector, table.view);
    let at = 0;
    // By hand: a generator costs as much per node as a test of it.
    return {
      next() {
        check();
        while (at < slots.length) {
          const slot = slots[at++] as number;
          const value = ids[slot] as string;
          if (test === undefined || contains(sure, slot) || test(value) === true)
            return { done: false, value };
        }
        return { done: true, value: undefined };
      },
    };
  };
  return createSelection({
    matching,
    *undecided() {
      const check = guard();
      const table = source.table();
      const { ids } = table.slots;
      const { sure, maybe } = evaluate(table, selector);
      if (sure === maybe) return;
      const test = compileTest(selector, table.view);
      for (const slot of inOrder(table, maybe)) {
        if (contains(sure, slot)) continue;
        const id = ids[slot] as string;
        const verdict = test(id);
        if (!isUnknown(verdict)) continue;
        yield { id, reasons: verdict.reasons };
        check();
      }
    },
    ids() {
      const table = source.table();
      const { sure, exact } = evaluate(table, selector);
      if (!exact) return [...{ [Symbol.iterator]: matching }];
      const { ids } = table.slots;
      const slots = inOrder(table, sure);
      const found = new Array<string>(slots.length);
      for (let i = 0; i < slots.length; i++) found[i] = ids[slots[i] as number] as string;
      return found;
    },
    count() {
      const { sure, exact } = evaluate(source.table(), selector);
      if (exact) return sure.size;
      let found = 0;
      for (const _ of { [Symbol.iterator]: matching }) found++;
      return found;
    },
  });
}
