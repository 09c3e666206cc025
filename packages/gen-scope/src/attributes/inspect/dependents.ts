import { compareNodes } from "../declare/node-order.ts";
import type { Cell } from "../engine/cell.ts";
import { readersOf } from "../engine/link.ts";
import { type Instance, instanceOf } from "./instance.ts";

/** Who read a cell, directly or at all, by attribute name and then by node. */
export function dependentsOf(cell: Cell, transitive: boolean): readonly Instance[] {
  const found = new Set<Cell>();
  const open = [cell];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const reader of readersOf(next)) {
      if (found.has(reader)) continue;
      found.add(reader);
      if (transitive) open.push(reader);
    }
  }
  return [...found].map(instanceOf).sort(compareInstances);
}

function compareInstances(a: Instance, b: Instance): number {
  return (
    compareNodes(a.attribute, b.attribute) ||
    compareNodes(a.node, b.node) ||
    compareNodes(a.arg, b.arg) ||
    0
  );
}
