import type { Access } from "../model/scope.ts";
import type { Instance, PlacedVars } from "../model/vars-model.ts";
import { accessTo } from "../visibility/access.ts";

/** What a viewer sees under one generator name. */
export interface VisibleVar {
  readonly instance: Instance;
  readonly access: Access;
}

/**
 * The generators that a scope node sees by name: its own, then those above it, the nearest of each
 * name; and those at nodes that visibility edges reach, by node.
 */
export function visibleVars(
  model: PlacedVars,
  viewer: string,
): {
  readonly own: ReadonlyMap<string, VisibleVar>;
  readonly peers: ReadonlyMap<string, ReadonlyMap<string, VisibleVar>>;
} {
  const own = new Map<string, VisibleVar>();
  const peers = new Map<string, Map<string, VisibleVar>>();
  const line = model.scopes.lineOf(viewer);
  for (const node of line) {
    for (const [name, instance] of model.at(node.id)) {
      if (!own.has(name)) own.set(name, { instance, access: "all" });
    }
  }
  for (const { to } of line.flatMap((node) => model.scopes.edgesFrom(node.id))) {
    const access = accessTo(model.scopes, viewer, to);
    if (access === undefined || peers.has(to)) continue;
    const seen = [...model.at(to)].map(([name, instance]) => [name, { instance, access }] as const);
    peers.set(to, new Map(seen));
  }
  return { own, peers };
}
