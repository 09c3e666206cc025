import { showPath } from "../data/path.ts";
import { refuse } from "../problems/schema-error.ts";
import { type Node, pathOf, type State } from "./state.ts";

/** A value that was asked for while it is being worked out: the chain of values, and of layers that ask. */
export function refuseCycle(state: State, node: Node): never {
  const path = pathOf(node);
  const asking = state.sources.filter((source) => source.active === "asking");
  const layer = asking[asking.length - 1];
  const start = state.trail.indexOf(node);
  const chain = [...state.trail.slice(Math.max(0, start)), node].map((item) =>
    showPath(pathOf(item)),
  );
  const through = chain.length > 2 ? ` (${chain.join(" → ")})` : "";
  if (layer === undefined) {
    return refuse({
      code: "value-cycle",
      path,
      message: `The value at ${showPath(path)} depends on itself${through}`,
      remedy: "Let its condition or lazy value read other leaves only.",
    });
  }
  return refuse({
    code: "condition-cycle",
    path,
    message: `The condition of layer ${JSON.stringify(layer.name)} depends on ${showPath(path)}, which the layer sets${through}`,
    layer: layer.name,
    origin: layer.origin,
    remedy: "Let the condition read only leaves that its layer does not set.",
  });
}

/** A value that contains itself would have leaves without end. */
export function refuseEndless(node: Node): void {
  for (const def of node.defs) {
    for (let at = node.parent; at?.parent !== undefined; at = at.parent) {
      if (!at.defs.some((other) => other.source === def.source && other.value === def.value))
        continue;
      const path = pathOf(at);
      refuse({
        code: "value-endless",
        path,
        message: `The value of layer ${JSON.stringify(def.layer)} at ${showPath(path)} contains itself`,
        layer: def.layer,
        origin: def.origin,
      });
    }
  }
}
