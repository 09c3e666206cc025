import type { Context } from "gen-scope";
import type { View } from "gen-select";
import { compareNames, entityId } from "../model/names.ts";
import { type Base, entityOf, wholeModel } from "./base.ts";
import { attributeAt, type Topology } from "./topology.ts";

/** The fleet as selectors of policies, peers and channels see it: where entities are, not what they include. */
export function scopeView(base: Base, topology: Topology, ctx: Context): View {
  return {
    nodes: () => wholeModel(base, ctx).hostNames.map((name) => entityId("host", name)),
    kind: (id) => entityOf(base, id, ctx).kind,
    name: (id) => entityOf(base, id, ctx).name,
    tags: (id) => ctx.get(topology.tags, id),
    attr: (id, path) => {
      if (path.length === 1 && path[0] === "environment" && id.startsWith("host:")) {
        return ctx.get(topology.placement, id).environment ?? undefined;
      }
      return attributeAt(entityOf(base, id, ctx), path, ctx.get(topology.meta, id));
    },
    parent: (id) => ctx.get(topology.parent, id),
    children: (id) => ctx.get(topology.children, id),
    edges: (id) => {
      const parent = ctx.get(topology.parent, id);
      return parent === undefined ? [] : [{ label: "P", to: parent }];
    },
    compare: compareNames,
  };
}
