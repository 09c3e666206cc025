import type { View } from "../view/view.ts";
import { type Column, createColumn, memberRow, type Row, singleRow, tagRow } from "./column.ts";
import { type EdgeRow, type EdgeTable, edgeRow, resolveEdges, sameEdges } from "./edges.ts";
import { add, contains, fullSet, type IdSet, remove } from "./id-set.ts";
import { resolveTree, type Slots, sameRow, type Tree, type TreeRow, treeRow } from "./tree.ts";

/** A table of nodes with inverted columns, each built when it is first asked for. */
export interface Table {
  readonly view: View;
  readonly slots: Slots;
  /** Slots below this are in the order of results; later ones were added since. */
  readonly ordered: number;
  readonly live: IdSet;
  /** One more than the largest slot. */
  capacity(): number;
  kind(): Column;
  name(): Column;
  id(): Column;
  tags(): Column;
  attr(path: readonly string[]): Column;
  members(path: readonly string[]): Column;
  /** The words of the node's own id, kind or name. */
  words(own: "id" | "kind" | "name"): Column;
  tree(): Tree;
  edges(): EdgeTable;
  /** Reads a node again, or for the first time. */
  refresh(id: string): void;
  /** Forgets a node; whether it was there. */
  drop(id: string): boolean;
  /** How many slots are dead or out of order. */
  waste(): number;
}

interface Loaded {
  readonly column: Column;
  readonly read: (id: string) => Row;
}

/** A table of these nodes, which are distinct and in the order of results. */
export function createTable(
  view: View,
  nodes: readonly string[],
  compare: (a: string, b: string) => number,
): Table {
  const ids = [...nodes];
  const live = fullSet(ids.length);
  const slotOf = new Map(ids.map((id, slot) => [id, slot]));
  const columns = new Map<string, Loaded>();
  let treeRows: (TreeRow | undefined)[] | undefined;
  let tree: Tree | undefined;
  let edgeRows: (EdgeRow | undefined)[] | undefined;
  let edges: EdgeTable | undefined;
  let dead = 0;
  const slots: Slots = {
    ids,
    compare,
    isLive: (slot) => contains(live, slot),
    find(id) {
      const slot = slotOf.get(id);
      return slot !== undefined && contains(live, slot) ? slot : -1;
    },
  };
  const load = (key: string, read: (id: string) => Row): Column => {
    let loaded = columns.get(key);
    if (loaded === undefined) {
      loaded = { column: createColumn(), read };
      for (let slot = 0; slot < ids.length; slot++) {
        if (contains(live, slot)) loaded.column.set(slot, read(ids[slot] as string), ids.length);
      }
      columns.set(key, loaded);
    }
    return loaded.column;
  };
  const setTreeRow = (slot: number, row: TreeRow | undefined): void => {
    if (treeRows === undefined) return;
    if (!sameRow(treeRows[slot], row)) tree = undefined;
    treeRows[slot] = row;
  };
  const setEdgeRow = (slot: number, row: EdgeRow | undefined): void => {
    if (edgeRows === undefined) return;
    if (!sameEdges(edgeRows[slot], row)) edges = undefined;
    edgeRows[slot] = row;
  };
  /** A node came or went: links to it resolve differently. */
  const relink = (): void => {
    tree = undefined;
    edges = undefined;
  };
  return {
    view,
    slots,
    ordered: ids.length,
    live,
    capacity: () => ids.length,
    kind: () => load("kind", (id) => singleRow(view.kind(id))),
    name: () => load("name", (id) => singleRow(view.name(id))),
    id: () => load("id", singleRow),
    tags: () => load("tags", (id) => tagRow(view.tags(id))),
    attr: (path) => load(`attr ${JSON.stringify(path)}`, (id) => singleRow(view.attr(id, path))),
    words: (own) => load(`words ${own}`, (id) => memberRow(own === "id" ? id : view[own](id))),
    members: (path) =>
      load(`members ${JSON.stringify(path)}`, (id) => memberRow(view.attr(id, path))),
    tree() {
      treeRows ??= ids.map((id, slot) => (contains(live, slot) ? treeRow(view, id) : undefined));
      tree ??= resolveTree(slots, treeRows);
      return tree;
    },
    edges() {
      edgeRows ??= ids.map((id, slot) => (contains(live, slot) ? edgeRow(view, id) : undefined));
      edges ??= resolveEdges(slots, edgeRows);
      return edges;
    },
    refresh(id) {
      let slot = slotOf.get(id);
      if (slot === undefined) {
        slot = ids.length;
        ids.push(id);
        slotOf.set(id, slot);
      } else if (!contains(live, slot)) {
        dead--;
      }
      if (!contains(live, slot)) {
        add(live, slot, ids.length);
        relink();
      }
      for (const { column, read } of columns.values()) column.set(slot, read(id), ids.length);
      if (treeRows !== undefined) setTreeRow(slot, treeRow(view, id));
      if (edgeRows !== undefined) setEdgeRow(slot, edgeRow(view, id));
    },
    drop(id) {
      const slot = slots.find(id);
      if (slot < 0) return false;
      remove(live, slot);
      dead++;
      relink();
      for (const { column } of columns.values()) column.set(slot, undefined, ids.length);
      setTreeRow(slot, undefined);
      setEdgeRow(slot, undefined);
      return true;
    },
    waste: () => dead + ids.length - nodes.length,
  };
}
