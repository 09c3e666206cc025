import { isPlace } from "../match/nth-test.ts";
import type { NthSelector } from "../selector/selector.ts";
import { type Bounds, both, certain } from "./bounds.ts";
import { contains, forEachMember, fromWords } from "./id-set.ts";
import type { Table } from "./table.ts";
import { UNKNOWN_PARENT } from "./tree.ts";

/** The slots at some places among the children of their parents. */
export function evalNth(table: Table, { step, offset }: NthSelector, inner: Bounds): Bounds {
  const tree = table.tree();
  const count = table.capacity();
  const [sure, maybe] = [new Uint32Array((count + 31) >>> 5), new Uint32Array((count + 31) >>> 5)];
  const put = (words: Uint32Array, slot: number): void => {
    words[slot >>> 5] = (words[slot >>> 5] as number) | (1 << (slot & 31));
  };
  /** The node comes after `least` to `most` counted siblings. */
  const place = (slot: number, least: number, most: number): void => {
    let hits = 0;
    for (let at = least + 1; at <= most + 1; at++) if (isPlace(at, step, offset)) hits++;
    if (hits === 0) return;
    put(maybe, slot);
    if (hits === most - least + 1 && contains(inner.sure, slot)) put(sure, slot);
  };
  const open = new Set(tree.openChildren);
  forEachMember(inner.maybe, (slot) => {
    const parent = tree.parent[slot] as number;
    if (parent === UNKNOWN_PARENT || open.has(parent)) put(maybe, slot);
    else if (parent < 0) place(slot, 0, 0);
  });
  const { start, to } = tree.children;
  for (let parent = 0; parent < count; parent++) {
    if (open.has(parent)) continue;
    let [least, most] = [0, 0];
    for (let i = start[parent] as number; i < (start[parent + 1] as number); i++) {
      const slot = to[i] as number;
      if (!contains(inner.maybe, slot)) continue;
      if (tree.parent[slot] === parent) place(slot, least, most);
      most++;
      if (contains(inner.sure, slot)) least++;
    }
  }
  const hi = fromWords(maybe);
  const lo = fromWords(sure);
  if (lo.size === hi.size) return both(certain(lo), certain(table.live));
  return { sure: lo, maybe: hi, exact: inner.exact && !tree.dangling };
}
