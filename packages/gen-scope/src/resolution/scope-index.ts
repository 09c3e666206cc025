import { checkEdge, checkIterable } from "./check-graph.ts";
import { createDeclarationTable, type DeclarationTable } from "./declaration-table.ts";
import { createReferenceTable, type ReferenceTable } from "./reference-table.ts";
import type { Declaration, ScopeEdge, ScopeGraph } from "./scope-graph.ts";

/** The edges of one scope under one label, as sets. Scopes and references are small integers here. */
export interface LabelledEdges {
  readonly label: string;
  /** Other scopes, by name. The scope itself is left out: no path visits a scope twice. */
  readonly targets: readonly number[];
  /** Imports by name, by identity of the reference. */
  readonly references: readonly number[];
}

/** What has been asked of a graph so far, interned: each scope is asked once. */
export interface ScopeIndex<T extends Declaration> extends ReferenceTable, DeclarationTable<T> {
  id(scope: string): number;
  scope(id: number): string;
  /** By label, in code-unit order. */
  edges(id: number): readonly LabelledEdges[];
}

const NONE: readonly number[] = Object.freeze([]);
const NO_EDGES: readonly LabelledEdges[] = Object.freeze([]);

/** Interns what `graph` answers, and refuses answers that are not of the described shape. */
export function createScopeIndex<T extends Declaration>(graph: ScopeGraph<T>): ScopeIndex<T> {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const edgeLists: (readonly LabelledEdges[] | undefined)[] = [];
  const references = createReferenceTable();

  const idOf = (scope: string): number => {
    let id = ids.get(scope);
    if (id === undefined) {
      id = names.length;
      ids.set(scope, id);
      names.push(scope);
      edgeLists.push(undefined);
    }
    return id;
  };

  /** The same as `loadEdges` for what most scopes have: one edge, or none. */
  const fewEdges = (given: readonly ScopeEdge[], from: string): readonly LabelledEdges[] => {
    const edge = given[0];
    if (edge === undefined) return NO_EDGES;
    checkEdge(edge, from);
    const { label } = edge;
    if ("reference" in edge) {
      return [{ label, targets: NONE, references: [references.referenceId(edge.reference)] }];
    }
    return edge.target === from
      ? NO_EDGES
      : [{ label, targets: [idOf(edge.target)], references: NONE }];
  };

  const loadEdges = (id: number): readonly LabelledEdges[] => {
    const from = names[id] as string;
    const given = graph.edges(from);
    checkIterable(given, "edge-invalid", "edges", from);
    if (Array.isArray(given) && given.length < 2) return fewEdges(given, from);
    const byLabel = new Map<string, { targets: Set<number>; references: Set<number> }>();
    for (const edge of given) {
      checkEdge(edge, from);
      let sets = byLabel.get(edge.label);
      if (sets === undefined) {
        sets = { targets: new Set(), references: new Set() };
        byLabel.set(edge.label, sets);
      }
      if ("reference" in edge) sets.references.add(references.referenceId(edge.reference));
      else if (edge.target !== from) sets.targets.add(idOf(edge.target));
    }
    const labels = [...byLabel];
    if (labels.length > 1) labels.sort(([a], [b]) => (a < b ? -1 : 1));
    return labels.map(([label, sets]) => ({
      label,
      targets: sorted(sets.targets, (target) => names[target] as string),
      references: sorted(sets.references, (one) => references.reference(one).id),
    }));
  };

  return {
    id: idOf,
    scope: (id) => names[id] as string,
    edges: (id) => {
      let list = edgeLists[id];
      if (list === undefined) {
        list = loadEdges(id);
        edgeLists[id] = list;
      }
      return list;
    },
    ...createDeclarationTable(graph, (id) => names[id] as string),
    ...references,
  };
}

function sorted(set: ReadonlySet<number>, key: (id: number) => string): readonly number[] {
  if (set.size === 0) return NONE;
  const list = [...set];
  return list.length === 1 ? list : list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
