import { isPlain } from "../data/plain.ts";
import { define } from "./define.ts";
import type { Layer } from "./layer.ts";
import { levelOf, SCHEMA_DEFAULT } from "./marker.ts";
import type { Plan } from "./plan.ts";
import { type Node, newNode, type Source, type State } from "./state.ts";

/** A layer at the start of a fold. */
export function sourceOf(layer: Layer, index: number, isDefault = false): Source {
  return {
    layer,
    index,
    name: layer.name,
    origin: layer.origin,
    rank: layer.rank,
    isDefault,
    priority: isDefault
      ? SCHEMA_DEFAULT
      : layer.priority === undefined
        ? 100
        : levelOf(layer.priority),
    active: layer.when === undefined ? true : undefined,
    record: undefined,
  };
}

/** Whether two layers, given in order, have one rank. */
export function hasPeers(sources: readonly Source[]): boolean {
  for (let index = 1; index < sources.length; index++) {
    const { rank } = sources[index] as Source;
    if (rank !== undefined && rank === sources[index - 1]?.rank) return true;
  }
  return false;
}

/** The record as a whole. */
export function rootOf(state: State, plan: Plan): Node {
  const node = newNode(undefined, "", plan);
  node.kind = "branch";
  if (plan.hasDefault && state.defaults !== "none" && isPlain(plan.default)) {
    const def = define(state, undefined, state.schemaSource, SCHEMA_DEFAULT, plan.default);
    if (def !== undefined) node.defs = [def];
  }
  return node;
}
