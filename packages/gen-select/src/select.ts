import { isIndex, type SelectIndex, tableOf } from "./index/compile-index.ts";
import { evaluate } from "./index/evaluate.ts";
import { contains, members } from "./index/id-set.ts";
import { compileTest } from "./match/compile-test.ts";
import { SelectError } from "./select-error.ts";
import { checkSelector } from "./selector/check-selector.ts";
import type { Selector } from "./selector/selector.ts";
import { isUnknown, orderOf, type View } from "./view.ts";

/** A node about which a view cannot tell whether it matches. */
export interface Undecided {
  readonly id: string;
  /** Sorted, without repeats. */
  readonly reasons: readonly string[];
}

/**
 * The nodes that match, found as they are asked for: a repeatable iterable of ids in the order of
 * the view's `compare` (code units of ids by default), whatever the order of declaration.
 */
export interface Selection extends Iterable<string> {
  /** All matches, in order. */
  ids(): string[];
  /** The first match. */
  first(): string | undefined;
  /** How many match. */
  count(): number;
  /** The nodes whose match is unknown, in order, with the reasons. */
  undecided(): Iterable<Undecided>;
}

/**
 * The nodes that match a selector: over an index by set algebra, over a bare view by looking at each
 * node. Both give the same nodes in the same order. An index answers for the moment of iteration;
 * it refuses to go on after an update.
 * @throws SelectError when the selector is not one; on iteration, `index-changed`
 */
export function select(selector: Selector, source: View | SelectIndex): Selection {
  checkSelector(selector);
  return isIndex(source) ? fromIndex(selector, source) : fromView(selector, source);
}

function selection(
  walk: (open: boolean) => Generator<string | Undecided>,
  count?: () => number | undefined,
): Selection {
  const matching = (): Generator<string> => walk(false) as Generator<string>;
  return {
    [Symbol.iterator]: matching,
    ids: () => [...matching()],
    first() {
      const { done, value } = matching().next();
      return done === true ? undefined : value;
    },
    count() {
      let found = count?.();
      if (found === undefined) {
        found = 0;
        for (const _ of matching()) found++;
      }
      return found;
    },
    undecided: () => ({ [Symbol.iterator]: () => walk(true) as Generator<Undecided> }),
  };
}

function fromView(selector: Selector, view: View): Selection {
  return selection(function* (open) {
    const test = compileTest(selector, view);
    for (const id of [...new Set(view.nodes())].sort(orderOf(view))) {
      const verdict = test(id);
      if (isUnknown(verdict)) {
        if (open) yield { id, reasons: verdict.reasons };
      } else if (verdict && !open) yield id;
    }
  });
}

function fromIndex(selector: Selector, index: SelectIndex): Selection {
  const source = tableOf(index);
  function* walk(open: boolean): Generator<string | Undecided> {
    const began = source.version();
    const table = source.table();
    const { sure, maybe, exact } = evaluate(table, selector);
    if (open && sure === maybe) return;
    const { ids, compare } = table.slots;
    const candidates = !open && exact ? sure : maybe;
    const test = sure === maybe ? undefined : compileTest(selector, table.view);
    const verdictOf = (slot: number): string | Undecided | undefined => {
      const id = ids[slot] as string;
      if (contains(sure, slot)) return open ? undefined : id;
      const verdict = test?.(id) ?? false;
      if (isUnknown(verdict)) return open ? { id, reasons: verdict.reasons } : undefined;
      return verdict && !open ? id : undefined;
    };
    // Nodes added since the last ordering come at the end of the table: they are merged in.
    const late: number[] = [];
    if (ids.length > table.ordered) {
      for (const slot of members(candidates)) if (slot >= table.ordered) late.push(slot);
      late.sort((a, b) => compare(ids[a] as string, ids[b] as string));
    }
    let next = 0;
    const check = (): void => {
      if (source.version() === began) return;
      throw new SelectError([
        {
          code: "index-changed",
          message: "The index was updated while a selection of it was read",
          remedy: "Take ids() before updating, or iterate again.",
        },
      ]);
    };
    for (const slot of members(candidates)) {
      if (slot >= table.ordered) break;
      for (
        ;
        next < late.length && compare(ids[late[next] as number] as string, ids[slot] as string) < 0;
        next++
      ) {
        const found = verdictOf(late[next] as number);
        if (found !== undefined) yield found;
        check();
      }
      const found = verdictOf(slot);
      if (found !== undefined) yield found;
      check();
    }
    for (; next < late.length; next++) {
      const found = verdictOf(late[next] as number);
      if (found !== undefined) yield found;
      check();
    }
  }
  return selection(walk, () => {
    const { sure, exact } = evaluate(source.table(), selector);
    return exact ? sure.size : undefined;
  });
}
