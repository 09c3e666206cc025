import { isUnknown, type View, type ViewEdge } from "../view/view.ts";
import { createLinks, type Links } from "./links.ts";
import type { Slots } from "./tree.ts";

/** Labelled edges of all slots, resolved, backwards. */
export interface EdgeTable {
  /** The labels in use; their numbers are places in this list. */
  readonly labels: readonly string[];
  /** Slot → where its incoming edges come from. */
  readonly incoming: Links;
  /** The label of each incoming edge, by its place in `incoming.to`. */
  readonly labelOf: Uint32Array;
  /** Slots whose edges are not known, or lead out of the index. */
  readonly open: readonly number[];
  /** Some edge leads out of the index: only the view can answer. */
  readonly dangling: boolean;
}

/** What a node said about its edges; `undefined`: not known. */
export interface EdgeRow {
  readonly edges: readonly ViewEdge[] | undefined;
}

/** Asks a view for the edges of a node. */
export function edgeRow(view: View, id: string): EdgeRow {
  const edges = view.edges?.(id);
  return { edges: edges === undefined || isUnknown(edges) ? undefined : [...edges] };
}

/** Whether two rows say the same, so that nothing needs to be resolved again. */
export function sameEdges(a: EdgeRow | undefined, b: EdgeRow | undefined): boolean {
  if (a?.edges === undefined || b?.edges === undefined)
    return a === b || (a !== undefined && a.edges === b?.edges);
  const [x, y] = [a.edges, b.edges];
  return (
    x.length === y.length &&
    x.every((edge, i) => edge.label === y[i]?.label && edge.to === y[i]?.to)
  );
}

/** Resolves the rows of a node table. */
export function resolveEdges(slots: Slots, rows: readonly (EdgeRow | undefined)[]): EdgeTable {
  const numbers = new Map<string, number>();
  const [from, to, label]: [number[], number[], number[]] = [[], [], []];
  const open: number[] = [];
  let dangling = false;
  rows.forEach((row, slot) => {
    if (row === undefined || !slots.isLive(slot)) return;
    let known = row.edges !== undefined;
    for (const edge of row.edges ?? []) {
      const target = slots.find(edge.to);
      if (target < 0) {
        known = false;
        dangling = true;
        continue;
      }
      let number = numbers.get(edge.label);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(edge.label, number);
      }
      from.push(slot);
      to.push(target);
      label.push(number);
    }
    if (!known) open.push(slot);
  });
  const count = slots.ids.length;
  return {
    labels: [...numbers.keys()],
    incoming: createLinks(count, to, from),
    // Links keep the order of equal starts, so the labels are placed by the same rule.
    labelOf: createLinks(count, to, label).to,
    open,
    dangling,
  };
}
