import { type Path, type PathLike, toPath } from "../data/path.ts";
import { own } from "../data/plain.ts";
import { SchemaError } from "../problems/schema-error.ts";
import { childOf } from "./evaluate.ts";
import type { Read } from "./marker.ts";
import { conflictsBelow, missing, missingBelow } from "./missing.ts";
import type { Node, State } from "./state.ts";
import { valueAt } from "./walk.ts";

/** What conditions and lazy values may ask. */
export function readOf(state: State): Read {
  state.read ??= { get: (path) => readValue(state, path) };
  return state.read;
}

/** The node at a path, or with `deepest` the leaf around it. Never fails over a conflict. */
export function nodeAt(state: State, path: Path, deepest = false): Node | undefined {
  let node = state.root;
  for (const key of path) {
    if (node.kind !== "branch") return deepest && node.kind === "leaf" ? node : undefined;
    node = childOf(state, node, key);
  }
  return node;
}

/** The value at a path; fails over conflicts and missing leaves as the fold was told. */
export function readValue(state: State, like: PathLike): unknown {
  const path = toPath(like);
  let node = state.root;
  for (let index = 0; index < path.length; index++) {
    const key = path[index] as string;
    if (node.kind === "leaf") return path.slice(index).reduce<unknown>(own, node.value);
    const next = childOf(state, node, key);
    if (next.conflict !== undefined) throw new SchemaError([next.conflict]);
    if (next.kind === "absent") {
      if (state.settings.failOnMissing && node.plan?.required.has(key)) {
        throw new SchemaError([missing(next)]);
      }
      return undefined;
    }
    node = next;
  }
  return node.kind === "branch" ? readWhole(state, node) : node.value;
}

/** The value of a branch; fails over everything below it that may not be read. */
export function readWhole(state: State, node: Node): unknown {
  const { failOnMissing, strictConflicts } = state.settings;
  if (failOnMissing || strictConflicts) {
    const problems = [
      ...conflictsBelow(state, node),
      ...(failOnMissing ? missingBelow(state, node).map(missing) : []),
    ];
    if (problems.length > 0) throw new SchemaError(problems);
  }
  return valueAt(state, node);
}
