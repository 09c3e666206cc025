import { unitNode } from "../program/link-dependencies.ts";
import type { ClauseCode, Component, Linked } from "../program/linked.ts";

/** A pattern of a clause. */
export interface Occurrence {
  readonly clause: ClauseCode;
  readonly condition: number;
}

/** Where things of a linked program are in the order of evaluation. */
export interface Places {
  /** By relation number, or `unitNode` of a unit: its component. */
  readonly componentOf: ReadonlyMap<number, Component>;
  /** By relation: the components that read it. */
  readonly readersOf: ReadonlyMap<number, ReadonlySet<Component>>;
  /** By component: where its clauses read its own relations. */
  readonly own: (component: Component) => ReadonlyMap<number, readonly Occurrence[]>;
}

/** The places of a linked program. */
export function placesOf(linked: Linked): Places {
  const componentOf = new Map<number, Component>();
  for (const level of linked.levels) {
    for (const component of level) {
      for (const relation of component.relations) componentOf.set(relation, component);
      for (const unit of component.units) componentOf.set(unitNode(unit.id), component);
    }
  }
  const own = new WeakMap<Component, Map<number, Occurrence[]>>();
  return {
    componentOf,
    readersOf: readers(linked, componentOf),
    own: (component) => {
      let known = own.get(component);
      if (known === undefined) {
        known = occurrences(component);
        own.set(component, known);
      }
      return known;
    },
  };
}

function readers(
  linked: Linked,
  componentOf: ReadonlyMap<number, Component>,
): Map<number, Set<Component>> {
  const found = new Map<number, Set<Component>>();
  for (const { from, to } of linked.dependencies) {
    const component = componentOf.get(to);
    if (from < 0 || component === undefined) continue;
    const known = found.get(from);
    if (known === undefined) found.set(from, new Set([component]));
    else known.add(component);
  }
  return found;
}

function occurrences(component: Component): Map<number, Occurrence[]> {
  const relations = new Set(component.relations);
  const found = new Map<number, Occurrence[]>();
  for (const clause of component.clauses) {
    clause.conditions.forEach((code, condition) => {
      if (code.op !== "pattern" || !relations.has(code.relation)) return;
      const known = found.get(code.relation);
      if (known === undefined) found.set(code.relation, [{ clause, condition }]);
      else known.push({ clause, condition });
    });
  }
  return found;
}
