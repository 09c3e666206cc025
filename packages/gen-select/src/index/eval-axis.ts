import type { AxisSelector } from "../selector/selector.ts";
import { type Bounds, certain } from "./bounds.ts";
import { contains, forEachMember, fromWords, type IdSet } from "./id-set.ts";
import type { Links } from "./links.ts";
import type { Table } from "./table.ts";
import type { Tree } from "./tree.ts";

/** A bitset that grows to the slots reached from a set. */
interface Reached {
  readonly words: Uint32Array;
  readonly todo: number[];
}

function reached(count: number): Reached {
  return { words: new Uint32Array((count + 31) >>> 5), todo: [] };
}

function reach({ words, todo }: Reached, slot: number): void {
  const bit = 1 << (slot & 31);
  const word = words[slot >>> 5] as number;
  if ((word & bit) !== 0) return;
  words[slot >>> 5] = word | bit;
  todo.push(slot);
}

function step(found: Reached, { start, to }: Links, slot: number): void {
  const end = start[slot + 1] as number;
  for (let i = start[slot] as number; i < end; i++) reach(found, to[i] as number);
}

/** The slots one step from a set, or any number of steps (at least one); `extra` are in it as well. */
function follow(
  set: IdSet,
  links: Links,
  count: number,
  far: boolean,
  extra: Iterable<number>,
): IdSet {
  const found = reached(count);
  forEachMember(set, (slot) => step(found, links, slot));
  for (const slot of extra) reach(found, slot);
  if (far)
    for (let slot = found.todo.pop(); slot !== undefined; slot = found.todo.pop())
      step(found, links, slot);
  return fromWords(found.words);
}

/** Whether all parents (children) are known, so that a two-valued set stays one. */
function walk(
  inner: Bounds,
  links: Links,
  table: Table,
  far: boolean,
  open: readonly number[],
): Bounds {
  const count = table.capacity();
  const sure = follow(inner.sure, links, count, far, []);
  if (inner.sure === inner.maybe && open.length === 0) return certain(sure);
  const exact = inner.exact && !table.tree().dangling;
  return { sure, maybe: follow(inner.maybe, links, count, far, open), exact };
}

/** The slots that stand in a relation to some slot of a set. */
export function evalAxis(table: Table, axis: AxisSelector["sel"], inner: Bounds): Bounds {
  const tree = table.tree();
  switch (axis) {
    case "parent":
      return walk(inner, tree.parentOf, table, false, tree.openParents);
    case "within":
      return walk(inner, tree.parentOf, table, true, tree.openParents);
    case "has-child":
      return walk(inner, tree.childOf, table, false, tree.openChildren);
    case "has":
      return walk(inner, tree.childOf, table, true, tree.openChildren);
    case "sibling":
      return siblings(table, tree, inner);
  }
}

function siblings(table: Table, tree: Tree, inner: Bounds): Bounds {
  const open = new Set(tree.openChildren);
  const pass = (set: IdSet, maybe: boolean): IdSet => {
    const words = new Uint32Array((table.capacity() + 31) >>> 5);
    const put = (slot: number): void => {
      words[slot >>> 5] = (words[slot >>> 5] as number) | (1 << (slot & 31));
    };
    const { start, to } = tree.children;
    const { start: from, to: below } = tree.parentOf;
    const parents = new Set<number>(maybe ? open : []);
    forEachMember(set, (slot) => {
      for (
        let i = tree.childOf.start[slot] as number;
        i < (tree.childOf.start[slot + 1] as number);
        i++
      ) {
        parents.add(tree.childOf.to[i] as number);
      }
    });
    for (const parent of parents) {
      // Two different matches serve everybody; a single one serves everybody but itself.
      let [one, two] = [-1, -1];
      for (let i = start[parent] as number; i < (start[parent + 1] as number) && two < 0; i++) {
        const slot = to[i] as number;
        if (!contains(set, slot)) continue;
        if (one < 0) one = slot;
        else two = slot;
      }
      const all = maybe && open.has(parent);
      for (let i = from[parent] as number; i < (from[parent + 1] as number); i++) {
        const slot = below[i] as number;
        if (all || two >= 0 || (one >= 0 && one !== slot)) put(slot);
      }
    }
    if (maybe) for (const slot of tree.openParents) put(slot);
    return fromWords(words);
  };
  const sure = pass(inner.sure, false);
  if (inner.sure === inner.maybe && open.size === 0 && tree.openParents.length === 0)
    return certain(sure);
  return { sure, maybe: pass(inner.maybe, true), exact: inner.exact && !tree.dangling };
}
