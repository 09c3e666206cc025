import { settle } from "./define.ts";
import type { Definition, Leaf } from "./layer.ts";
import { type Def, type Node, pathOf, type State } from "./state.ts";

/** The public account of an evaluated leaf; `undefined` when nothing was ever said there. */
export function leafOf(state: State, node: Node): Leaf | undefined {
  const top = node.defs[node.defs.length - 1];
  if (top === undefined && node.shadow.length === 0) return undefined;
  const present = node.kind === "leaf" || node.kind === "branch";
  return {
    path: pathOf(node),
    present,
    value: node.kind === "branch" ? {} : node.value,
    layer: top?.layer ?? state.schemaSource.name,
    origin: top?.origin,
    priority: top?.priority ?? 0,
    strategy: top?.strategy ?? "unset",
    contributions: present ? node.defs : [],
    shadowed: node.shadow.some((def) => def.pending !== undefined)
      ? node.shadow.map((def) => onDemand(state, node, def))
      : node.shadow,
  };
}

/** A definition whose value nobody needed yet is computed only if somebody looks at it. */
function onDemand(state: State, node: Node, def: Def): Definition {
  if (def.pending === undefined) return def;
  return {
    layer: def.layer,
    origin: def.origin,
    priority: def.priority,
    strategy: def.strategy,
    ...(def.path === undefined ? {} : { path: def.path }),
    get value() {
      settle(state, node.plan, def);
      return def.value;
    },
  };
}
