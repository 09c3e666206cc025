import { compare } from "../model/json.ts";
import type { Instance, VarsModel } from "../model/vars-model.ts";

/** The given instances and everything they depend on, dependencies first. */
export function dependencyClosure(model: VarsModel, roots: Iterable<Instance>): Instance[] {
  return ordered(
    model,
    walk(roots, (instance) => instance.dependencies.map(({ on }) => on)),
  );
}

/** What changes when the given instances change: all that depend on them, without themselves. */
export function impactOf(model: VarsModel, roots: Iterable<Instance>): Instance[] {
  const start = new Set(roots);
  const found = walk(start, (instance) => model.dependentsOf(instance.id));
  for (const root of start) found.delete(root);
  return ordered(model, found);
}

/**
 * What a scope node needs: the generators at it, below it and above it (those it can see as its
 * own), and everything these depend on.
 */
export function nodeClosure(model: VarsModel, node: string): Instance[] {
  const nodes = [...model.scopes.lineOf(node), ...model.scopes.subtreeOf(node)];
  return dependencyClosure(
    model,
    nodes.flatMap((item) => [...model.at(item.id).values()]),
  );
}

function walk(
  roots: Iterable<Instance>,
  next: (instance: Instance) => readonly Instance[],
): Set<Instance> {
  const found = new Set(roots);
  // A Set yields what is added while it is walked.
  for (const instance of found) for (const other of next(instance)) found.add(other);
  return found;
}

function ordered(model: VarsModel, found: ReadonlySet<Instance>): Instance[] {
  if (found.size * 8 > model.instances.length) {
    return model.instances.filter((instance) => found.has(instance));
  }
  return smallOrder([...found]);
}

/** Dependencies first among few instances, without touching the whole model. */
function smallOrder(instances: readonly Instance[]): Instance[] {
  const members = new Set(instances);
  const waiting = new Map<Instance, number>();
  const dependents = new Map<Instance, Instance[]>();
  for (const instance of instances) {
    const inside = new Set(instance.dependencies.map(({ on }) => on).filter((d) => members.has(d)));
    waiting.set(instance, inside.size);
    for (const dependency of inside) {
      const list = dependents.get(dependency);
      if (list === undefined) dependents.set(dependency, [instance]);
      else list.push(instance);
    }
  }
  const byId = (a: Instance, b: Instance): number => compare(a.id, b.id);
  const order: Instance[] = instances.filter((i) => waiting.get(i) === 0).sort(byId);
  for (let at = 0; at < order.length; at++) {
    for (const dependent of (dependents.get(order[at] as Instance) ?? []).sort(byId)) {
      const left = (waiting.get(dependent) as number) - 1;
      waiting.set(dependent, left);
      if (left === 0) order.push(dependent);
    }
  }
  return order;
}
