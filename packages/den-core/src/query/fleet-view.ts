import type { View } from "gen-select";
import { allEntities } from "../check/check-landing.ts";
import { compareNames } from "../model/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { attributeAt } from "../pipeline/topology.ts";

/** A fleet as selectors see it: entities with kind, name, tags, attributes and the tree. */
export function fleetView(pipeline: Pipeline): View {
  const { evaluator, base, topology, resolution } = pipeline;
  return {
    nodes: () => allEntities(pipeline),
    kind: (id) => evaluator.get(base.declared, id)?.kind,
    name: (id) => evaluator.get(base.declared, id)?.name,
    tags: (id) => evaluator.get(topology.tags, id),
    attr: (id, path) => {
      if (path[0] === "aspects" || path[0] === "aspect")
        return [...evaluator.get(resolution.resolution, id).aspects.keys()];
      if (path[0] === "environment" && path.length === 1) {
        return id.startsWith("host:")
          ? evaluator.get(topology.placement, id).environment
          : undefined;
      }
      const entity = evaluator.get(base.declared, id);
      return entity === undefined
        ? undefined
        : attributeAt(entity, path, evaluator.get(topology.meta, id));
    },
    parent: (id) => evaluator.get(topology.parent, id),
    children: (id) => evaluator.get(topology.children, id),
    edges: (id) => {
      const parent = evaluator.get(topology.parent, id);
      return parent === undefined ? [] : [{ label: "P", to: parent }];
    },
    compare: compareNames,
  };
}
