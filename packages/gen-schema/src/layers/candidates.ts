import { hasOwn, isPlain } from "../data/plain.ts";
import { define } from "./define.ts";
import { SCHEMA_DEFAULT } from "./marker.ts";
import { isActive, recordOf } from "./source.ts";
import { type Def, type Node, pathOf, type State } from "./state.ts";

/** Everything that is said at the node, weakest position first. Conditions of other keys do not run. */
export function candidates(state: State, node: Node, parent: Node): Def[] {
  const { plan, key } = node;
  const found: Def[] = [];
  if (plan?.hasDefault === true && state.defaults !== "none") {
    const { schemaSource } = state;
    add(found, define(state, plan, schemaSource, SCHEMA_DEFAULT, plan.default));
  }
  if (parent.parent === undefined) {
    for (const def of parent.defs) {
      if (hasOwn(def.value as object, key)) addFrom(state, node, def, found);
    }
    for (const source of state.sources) {
      const record = recordOf(state, source);
      if (!hasOwn(record, key)) continue;
      const value = record[key];
      if (value === undefined || !isActive(state, source)) continue;
      add(found, define(state, plan, source, source.priority, value));
    }
    return found;
  }
  for (const def of parent.defs) {
    if (hasOwn(def.value as object, key)) addFrom(state, node, def, found);
  }
  return found;
}

function addFrom(state: State, node: Node, def: Def, found: Def[]): void {
  const value = (def.value as Readonly<Record<string, unknown>>)[node.key];
  if (value === undefined) return;
  add(found, define(state, node.plan, def.source, def.priority, value));
}

function add(found: Def[], def: Def | undefined): void {
  if (def !== undefined) found.push(def);
}

/** What was shadowed above: its part for this key, or the whole if it has no keys. */
export function inherited(state: State, node: Node, parent: Node): Def[] {
  if (parent.shadow.length === 0) return [];
  const found: Def[] = [];
  for (const def of parent.shadow) {
    if (def.pending === undefined && isPlain(def.value)) {
      if (hasOwn(def.value, node.key)) addFrom(state, node, def, found);
    } else found.push({ ...def, path: def.path ?? pathOf(parent) });
  }
  return found;
}
