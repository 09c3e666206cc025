import { isUnknown, type Unknown, type View } from "../view/view.ts";
import { createLinks, type Links } from "./links.ts";

/** The node table as the tree needs it. */
export interface Slots {
  readonly ids: readonly string[];
  isLive(slot: number): boolean;
  find(id: string): number;
  compare(a: string, b: string): number;
}

/** The parent of a root. */
const NO_PARENT = -1;
/** The parent of a node whose parent is unknown, or no node of the index. */
export const UNKNOWN_PARENT = -2;

/** Parents and children of all slots, resolved, both ways. */
export interface Tree {
  readonly parent: Int32Array;
  /** Slot → the slots whose parent it is. */
  readonly parentOf: Links;
  /** Slot → its children, in the view's order of results. */
  readonly children: Links;
  /** Slot → the slots among whose children it is. */
  readonly childOf: Links;
  /** Slots whose parent is unknown, or no node of the index. */
  readonly openParents: readonly number[];
  /** Slots whose set of children is not known whole. */
  readonly openChildren: readonly number[];
  /** Some link leads out of the index: only the view can answer. */
  readonly dangling: boolean;
}

/** What a node said about its neighbours. */
export interface TreeRow {
  readonly parent: string | undefined | Unknown;
  readonly children: readonly string[];
  readonly open: boolean;
}

/** Asks a view for the neighbours of a node. */
export function treeRow(view: View, id: string): TreeRow {
  const children = view.children(id);
  const known = isUnknown(children) ? children.atLeast : [...children];
  return {
    parent: view.parent(id),
    children: new Set(known).size === known.length ? known : [...new Set(known)],
    open: isUnknown(children),
  };
}

/** Whether two rows say the same, so that nothing needs to be resolved again. */
export function sameRow(a: TreeRow | undefined, b: TreeRow | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const parent = isUnknown(a.parent) ? isUnknown(b.parent) : a.parent === b.parent;
  return (
    parent &&
    a.open === b.open &&
    a.children.length === b.children.length &&
    a.children.every((child, i) => child === b.children[i])
  );
}

/** Resolves the rows of a node table. */
export function resolveTree(slots: Slots, rows: readonly (TreeRow | undefined)[]): Tree {
  const count = slots.ids.length;
  const parent = new Int32Array(count).fill(NO_PARENT);
  const openParents: number[] = [];
  const openChildren: number[] = [];
  const up: { from: number[]; to: number[] } = { from: [], to: [] };
  const down: { from: number[]; to: number[] } = { from: [], to: [] };
  let dangling = false;
  for (let slot = 0; slot < count; slot++) {
    const row = rows[slot];
    if (row === undefined || !slots.isLive(slot)) continue;
    if (row.parent !== undefined) {
      const above = isUnknown(row.parent) ? UNKNOWN_PARENT : slots.find(row.parent);
      if (above === -1) dangling = true;
      parent[slot] = above < 0 ? UNKNOWN_PARENT : above;
      if (above < 0) openParents.push(slot);
      else {
        up.from.push(above);
        up.to.push(slot);
      }
    }
    let { open } = row;
    const ordered = row.children.length < 2 ? row.children : [...row.children].sort(slots.compare);
    for (const child of ordered) {
      const below = slots.find(child);
      if (below < 0) {
        open = true;
        dangling = true;
      } else {
        down.from.push(slot);
        down.to.push(below);
      }
    }
    if (open) openChildren.push(slot);
  }
  return {
    parent,
    parentOf: createLinks(count, up.from, up.to),
    children: createLinks(count, down.from, down.to),
    childOf: createLinks(count, down.to, down.from),
    openParents,
    openChildren,
    dangling,
  };
}
