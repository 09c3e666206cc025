import { isPlain } from "../data/plain.ts";
import type { Layer } from "./layer.ts";
import { levelOf, SCHEMA_DEFAULT } from "./marker.ts";
import { type Def, type Node, newNode, type Settings, type Source } from "./state.ts";

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

/** The layers, given in order, at the start of a fold. */
export function sourcesOf(layers: readonly Layer[]): Source[] {
  const sources: Source[] = new Array(layers.length);
  for (let index = 0; index < layers.length; index++) {
    sources[index] = sourceOf(layers[index] as Layer, index);
  }
  return sources;
}

/** The record as a whole, with the default of the whole schema, if it has one. */
export function rootOf({ plan, defaults, schemaSource }: Settings): Node {
  const node = newNode(undefined, "", plan);
  node.kind = "branch";
  if (plan.hasDefault && defaults !== "none" && isPlain(plan.default)) {
    node.defs = [defaultDef(schemaSource, plan.default)];
  }
  return node;
}

function defaultDef(source: Source, value: unknown): Def {
  const { name: layer, origin, priority } = source;
  return {
    layer,
    origin,
    value,
    priority,
    strategy: "merge",
    source,
    order: 1000,
    marked: false,
    combine: undefined,
    misfit: undefined,
    pending: undefined,
    dropped: false,
  };
}
