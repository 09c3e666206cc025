import type { Cell, Link } from "./cell.ts";

interface Visit {
  readonly cell: Cell;
  at: Link | undefined;
}

/**
 * The strongly connected sets of some cells under "reads", what is read before what reads it
 * (Tarjan 1972, on an explicit stack).
 */
export function stronglyConnected(cells: readonly Cell[]): Cell[][] {
  const order = new Map<Cell, number>();
  const low = new Map<Cell, number>();
  const within = new Set(cells);
  const open: Cell[] = [];
  const groups: Cell[][] = [];
  const visits: Visit[] = [];
  const lower = (cell: Cell, to: number): void => {
    if (to < (low.get(cell) as number)) low.set(cell, to);
  };
  const begin = (cell: Cell): void => {
    low.set(cell, order.size);
    order.set(cell, order.size);
    open.push(cell);
    visits.push({ cell, at: cell.deps });
  };
  for (const root of cells) {
    if (!order.has(root)) begin(root);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { cell, at } = visit;
      if (at === undefined) {
        visits.pop();
        const reached = low.get(cell) as number;
        const above = visits.at(-1);
        if (above !== undefined) lower(above.cell, reached);
        if (reached === order.get(cell)) groups.push(closed(open, cell, within));
        continue;
      }
      visit.at = at.next;
      const { dep } = at;
      if (!within.has(dep)) continue;
      const seen = order.get(dep);
      if (seen === undefined) begin(dep);
      else lower(cell, seen);
    }
  }
  return groups;
}

/** Takes a finished set off the open cells; from then on it is out of the game. */
function closed(open: Cell[], root: Cell, within: Set<Cell>): Cell[] {
  const group = open.splice(open.lastIndexOf(root)).reverse();
  for (const cell of group) within.delete(cell);
  return group.reverse();
}
