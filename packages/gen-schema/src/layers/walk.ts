import { copyData } from "../data/copy.ts";
import { byCodeUnit, put } from "../data/plain.ts";
import { childOf } from "./evaluate.ts";
import { isActive, recordOf } from "./source.ts";
import type { Node, State } from "./state.ts";

/** The keys that may hold something below a branch: the schema's in its order, then the others sorted. */
export function keysOf(state: State, node: Node): string[] {
  const declared = node.plan?.keys ?? [];
  const others = new Set<string>();
  const known = new Set(declared);
  const take = (record: object): void => {
    for (const key of Object.keys(record)) if (!known.has(key)) others.add(key);
  };
  for (const def of node.defs) take(def.value as object);
  if (node.parent === undefined) {
    for (const source of state.sources) {
      const record = recordOf(state, source);
      const news = Object.keys(record).some((key) => !known.has(key) && !others.has(key));
      if (news && isActive(state, source)) take(record);
    }
  }
  return others.size === 0 ? [...declared] : [...declared, ...[...others].sort(byCodeUnit)];
}

/** The leaves below a node in key order; an object that ended up empty counts as a leaf. */
export function leafNodes(state: State, from: Node): Node[] {
  const found: Node[] = [];
  const stack: Node[] = [from];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === "leaf") found.push(node);
    if (node.kind !== "branch") continue;
    const below: Node[] = [];
    for (const key of keysOf(state, node)) {
      const child = childOf(state, node, key);
      if (child.kind === "branch" || child.kind === "leaf") below.push(child);
    }
    if (below.length === 0 && node.defs.length > 0 && node.parent !== undefined) found.push(node);
    for (let index = below.length - 1; index >= 0; index--) stack.push(below[index] as Node);
  }
  return found;
}

/** The value at a node as data of its own: changing it changes no layer and no schema. */
export function valueAt(state: State, from: Node): unknown {
  if (from.kind !== "branch") return copyData(from.value);
  const root: Record<string, unknown> = {};
  const stack: [Node, Record<string, unknown>][] = [[from, root]];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const [node, target] = item;
    for (const key of keysOf(state, node)) {
      const child = childOf(state, node, key);
      if (child.kind === "leaf") put(target, key, copyData(child.value));
      else if (child.kind === "branch") {
        const next: Record<string, unknown> = {};
        put(target, key, next);
        stack.push([child, next]);
      }
    }
  }
  return root;
}
