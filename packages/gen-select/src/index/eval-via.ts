import { compileLabels, DEAD } from "gen-graph";
import { type Bounds, certain } from "./bounds.ts";
import { emptySet, forEachMember, fromWords, type IdSet } from "./id-set.ts";
import type { Table } from "./table.ts";

/** Above this many (slot, state) pairs the walk is left to single nodes. */
const MAX_PAIRS = 1 << 27;

/**
 * The slots from which a walk with accepted labels ends in a set: one backward search of the product
 * of graph and automaton for all of them (Mendelzon & Wood 1995), cycles included.
 */
export function evalVia(table: Table, path: string, inner: Bounds): Bounds {
  const labels = compileLabels(path);
  if (labels.start === DEAD) return certain(emptySet());
  const count = table.capacity();
  if (count * labels.size > MAX_PAIRS) return { sure: emptySet(), maybe: table.live, exact: false };
  const edges = table.edges();
  // before[label][state]: the states from which the label leads to this one.
  const before = edges.labels.map((label) => {
    const back: number[][] = Array.from({ length: labels.size }, () => []);
    for (let state = 0; state < labels.size; state++) back[labels.step(state, label)]?.push(state);
    return back;
  });
  const states = Array.from({ length: labels.size }, (_, state) => state);
  const onward = states.filter((state) => {
    const next = labels.next(state);
    return next.labels.length > 0 || next.others;
  });
  const { start, to } = edges.incoming;
  const search = (set: IdSet, open: readonly number[]): IdSet => {
    const seen = states.map(() => new Uint32Array((count + 31) >>> 5));
    const todo: number[] = [];
    const reach = (slot: number, state: number): void => {
      const words = seen[state] as Uint32Array;
      const bit = 1 << (slot & 31);
      if (((words[slot >>> 5] as number) & bit) !== 0) return;
      words[slot >>> 5] = (words[slot >>> 5] as number) | bit;
      todo.push(slot, state);
    };
    for (const state of states)
      if (labels.accepts(state)) forEachMember(set, (slot) => reach(slot, state));
    for (const slot of open) for (const state of onward) reach(slot, state);
    while (todo.length > 0) {
      const state = todo.pop() as number;
      const slot = todo.pop() as number;
      const end = start[slot + 1] as number;
      for (let i = start[slot] as number; i < end; i++) {
        const back = before[edges.labelOf[i] as number]?.[state] ?? [];
        for (const prior of back) reach(to[i] as number, prior);
      }
    }
    return fromWords(seen[labels.start] as Uint32Array);
  };
  const sure = search(inner.sure, []);
  if (inner.sure === inner.maybe && edges.open.length === 0) return certain(sure);
  return { sure, maybe: search(inner.maybe, edges.open), exact: inner.exact && !edges.dangling };
}
