import { settle } from "./define.ts";
import type { Definition, Leaf } from "./layer.ts";
import { plainLeaf } from "./plain-leaf.ts";
import { type Def, type Node, pathOf, type State } from "./state.ts";

/** The public account of an evaluated leaf; `undefined` when nothing was ever said there. */
export function leafOf(state: State, node: Node): Leaf | undefined {
  if (node.from !== undefined) return plainLeaf(state, node);
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
    contributions: present ? accounts(state, node, node.defs) : [],
    shadowed: accounts(state, node, node.shadow),
  };
}

function accounts(state: State, node: Node, defs: readonly Def[]): Definition[] {
  const made: Definition[] = new Array(defs.length);
  for (let index = 0; index < defs.length; index++) {
    made[index] = accountOf(state, node, defs[index] as Def);
  }
  return made;
}

/** What a definition says to the outside. A value nobody needed yet is computed if somebody looks. */
function accountOf(state: State, node: Node, def: Def): Definition {
  const { layer, origin, value, priority, strategy } = def;
  if (def.pending === undefined && def.path === undefined) {
    return { layer, origin, value, priority, strategy };
  }
  const path = def.path === undefined ? {} : { path: def.path };
  if (def.pending === undefined) return { layer, origin, value, priority, strategy, ...path };
  return {
    layer,
    origin,
    priority,
    strategy,
    ...path,
    get value() {
      settle(state, node.plan, def);
      return def.value;
    },
  };
}
