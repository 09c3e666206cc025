import { showPath } from "../data/path.ts";
import { refuse } from "../problems/schema-error.ts";
import { type Node, pathOf } from "./state.ts";

/** A value that was asked for while it is being worked out. */
export function refuseCycle(node: Node): never {
  const path = pathOf(node);
  return refuse({
    code: "value-cycle",
    path,
    message: `The value at ${showPath(path)} depends on itself`,
    remedy: "Let its condition or lazy value read other leaves only.",
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
