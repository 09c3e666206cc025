import { compile, generations, tryTopologicalOrder } from "gen-graph";
import type { VarsIssue } from "../error/vars-error.ts";
import type { Instance } from "./vars-model.ts";

export interface OrderedInstances {
  readonly order: readonly Instance[];
  readonly levels: readonly (readonly Instance[])[];
  readonly dependents: ReadonlyMap<string, readonly Instance[]>;
}

/** Orders instances, dependencies first; cycles are added to `issues`, each with its chain. */
export function orderInstances(
  instances: readonly Instance[],
  issues: VarsIssue[],
): OrderedInstances | undefined {
  const graph = compile<Instance>({
    nodes: instances,
    predecessors: predecessorsOf,
    key: (instance) => instance.id,
  });
  const result = tryTopologicalOrder(graph);
  if (!result.ok) {
    for (const { path } of result.cycles) {
      const ids = path.map((instance) => instance.id);
      // gen-graph's edges lead from a dependency to its dependent; people read "depends on".
      const chain = [...ids, ids[0] as string].reverse();
      issues.push({
        code: "cycle",
        message: `Generators depend on each other in a circle: ${chain.join(" → ")}.`,
        remedy: "Remove one of these dependencies.",
        culprit: chain[0] as string,
        chain,
      });
    }
    return undefined;
  }
  let dependents: ReadonlyMap<string, readonly Instance[]> | undefined;
  let levels: readonly (readonly Instance[])[] | undefined;
  return {
    order: result.order,
    get levels() {
      levels ??= generations(graph);
      return levels;
    },
    get dependents() {
      dependents ??= dependentsOf(instances);
      return dependents;
    },
  };
}

function dependentsOf(instances: readonly Instance[]): ReadonlyMap<string, readonly Instance[]> {
  const dependents = new Map<string, Instance[]>();
  for (const instance of instances) {
    for (const { on } of instance.dependencies) {
      const list = dependents.get(on.id);
      if (list === undefined) dependents.set(on.id, [instance]);
      else if (list.at(-1) !== instance) list.push(instance);
    }
  }
  return dependents;
}

const NONE: readonly Instance[] = [];

function predecessorsOf(instance: Instance): readonly Instance[] {
  if (instance.dependencies.length === 0) return NONE;
  return instance.dependencies.map(({ on }) => on);
}
