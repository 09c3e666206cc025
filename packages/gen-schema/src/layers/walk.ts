import { copyData } from "../data/copy.ts";
import { byCodeUnit, hasOwn, put } from "../data/plain.ts";
import { childAt, childOf } from "./evaluate.ts";
import { recordOf } from "./source.ts";
import type { Node, State } from "./state.ts";

/** The places below a branch that have a value: the schema's keys in its order, then the others sorted. */
export function childrenOf(state: State, node: Node): Node[] {
  const { plan } = node;
  const found: Node[] = [];
  const count = plan === undefined ? 0 : plan.keys.length;
  for (let at = 0; at < count; at++) {
    const child = childAt(state, node, at);
    if (child.kind !== "absent") found.push(child);
  }
  for (const key of otherKeys(state, node)) {
    const child = childOf(state, node, key);
    if (child.kind !== "absent") found.push(child);
  }
  return found;
}

/** The keys that layers use and the schema does not name, sorted. */
function otherKeys(state: State, node: Node): readonly string[] {
  const index = node.plan?.index;
  let others: Set<string> | undefined;
  for (const def of node.defs) others = undeclared(index, def.value as object, others);
  if (node.parent === undefined) {
    for (const source of state.sources) {
      others = undeclared(index, source.record ?? recordOf(state, source), others);
    }
  }
  return others === undefined ? EMPTY : [...others].sort(byCodeUnit);
}

function undeclared(
  index: ReadonlyMap<string, number> | undefined,
  record: object,
  found: Set<string> | undefined,
): Set<string> | undefined {
  let others = found;
  for (const key in record) {
    if (index?.has(key) || !hasOwn(record, key)) continue;
    others ??= new Set();
    others.add(key);
  }
  return others;
}

const EMPTY: readonly string[] = [];

/** The leaves below a node in key order; an object that ended up empty counts as a leaf. */
export function leafNodes(state: State, from: Node): Node[] {
  const found: Node[] = [];
  const stack: Node[] = [from];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === "leaf") found.push(node);
    if (node.kind !== "branch") continue;
    const below = childrenOf(state, node);
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
    for (const child of childrenOf(state, node)) {
      if (child.kind === "leaf") put(target, child.key, copyData(child.value));
      else {
        const next: Record<string, unknown> = {};
        put(target, child.key, next);
        stack.push([child, next]);
      }
    }
  }
  return root;
}
