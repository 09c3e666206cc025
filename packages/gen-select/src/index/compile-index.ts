import { orderOf, type View } from "../view/view.ts";
import { createTable, type Table } from "./table.ts";

const TABLE: unique symbol = Symbol("table");

/**
 * An index of a view's nodes. It answers `select` from inverted columns, which are built when a
 * selector first asks for them and kept up to date afterwards.
 */
export interface SelectIndex {
  /** The view it was built over. */
  readonly view: View;
  /** How many nodes there are. */
  readonly size: number;
  /**
   * Reads nodes again, or for the first time. Call it for every node for which some accessor of the
   * view now answers differently: a moved node, but also its old and its new parent.
   */
  update(...nodes: readonly string[]): void;
  /** Forgets nodes; those that are not there are ignored. */
  remove(...nodes: readonly string[]): void;
  readonly [TABLE]: Versioned;
}

/** The table behind an index at some moment. */
export interface Versioned {
  /** Changes with every update. */
  version(): number;
  table(): Table;
}

/** The table behind an index. */
export function tableOf(index: SelectIndex): Versioned {
  return index[TABLE];
}

/** Whether something is an index made by {@link compileIndex}. */
export function isIndex(value: object): value is SelectIndex {
  return TABLE in value;
}

/**
 * Builds an index over a view. Columns are read on demand: the view must answer for the state that
 * the index was last told of.
 */
export function compileIndex(view: View): SelectIndex {
  const compare = orderOf(view);
  let table = createTable(view, [...new Set(view.nodes())].sort(compare), compare);
  let version = 0;
  /** Slots of removed nodes and out of order are given up once they are a quarter. */
  const tidy = (): void => {
    version++;
    const { ids, isLive } = table.slots;
    if (table.waste() * 4 <= ids.length + 256) return;
    const nodes = ids.filter((_, slot) => isLive(slot));
    table = createTable(view, nodes.sort(compare), compare);
  };
  return {
    view,
    get size() {
      return table.live.size;
    },
    update(...nodes) {
      for (const id of nodes) table.refresh(id);
      tidy();
    },
    remove(...nodes) {
      for (const id of nodes) table.drop(id);
      tidy();
    },
    [TABLE]: { version: () => version, table: () => table },
  };
}
