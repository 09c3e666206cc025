import { showPath } from "../data/path.ts";
import { byCodeUnit } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { childOf } from "./evaluate.ts";
import { type Node, pathOf, type State } from "./state.ts";
import { childrenOf } from "./walk.ts";

/** The issue about a required place without a value. */
export function missing(node: Node): Issue {
  const path = pathOf(node);
  const [by] = node.defs;
  return {
    code: "missing-leaf",
    path,
    message: `${showPath(path)} is required, but ${by === undefined ? "no layer sets it" : `layer ${JSON.stringify(by.layer)} unset it`}`,
    expected: "a value",
    got: "nothing",
    ...(by === undefined ? {} : { layer: by.layer, origin: by.origin }),
    remedy: "Set it in a layer, or give its schema a default.",
  };
}

/** The required places below a node that have no value. */
export function missingBelow(state: State, from: Node): Node[] {
  const found: Node[] = [];
  const stack = [from];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind !== "branch") continue;
    for (const key of node.plan?.required ?? []) {
      const child = childOf(state, node, key);
      if (child.kind === "absent") found.push(child);
    }
    for (const child of childrenOf(state, node)) stack.push(child);
  }
  return found.sort((a, b) => byCodeUnit(pathOf(a).join("\0"), pathOf(b).join("\0")));
}

/** The conflicts that make reading fail, at and below a node. */
export function conflictsBelow(state: State, from: Node): Issue[] {
  if (!state.strictConflicts) return [];
  const found: Issue[] = [];
  const stack = [from];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.conflict !== undefined) found.push(node.conflict);
    if (node.kind !== "branch") continue;
    for (const child of childrenOf(state, node).reverse()) stack.push(child);
  }
  return found;
}
