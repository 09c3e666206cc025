import { refuse } from "../error/scope-error.ts";
import {
  checkDeclaration,
  checkEdge,
  checkIterable,
  checkReference,
  showReference,
} from "./check-graph.ts";
import type { Declaration, Reference, ScopeEdge, ScopeGraph } from "./scope-graph.ts";

/** The edges of one scope under one label, as sets. Scopes and references are small integers here. */
export interface LabelledEdges {
  readonly label: string;
  /** Other scopes, by name. The scope itself is left out: no path visits a scope twice. */
  readonly targets: readonly number[];
  /** Imports by name, by identity of the reference. */
  readonly references: readonly number[];
}

/** What has been asked of a graph so far, interned: each scope is asked once. */
export interface ScopeIndex<T extends Declaration> {
  id(scope: string): number;
  scope(id: number): string;
  /** By label, in code-unit order. */
  edges(id: number): readonly LabelledEdges[];
  /** Without repetitions, by name, then `id`, then as given. */
  declarations(id: number, relation: string): readonly T[];
  /** Positions in `declarations(id, relation)`. */
  named(id: number, relation: string, name: string): readonly number[];
  reference(id: number): Reference;
  referenceId(reference: Reference): number;
  /** The number of a reference of which only the id is known. */
  seenId(id: string): number;
}

/** Positions of the declarations of one name. */
type NameTable = ReadonlyMap<string, readonly number[]>;

const NONE: readonly number[] = Object.freeze([]);
const NO_EDGES: readonly LabelledEdges[] = Object.freeze([]);
const SCAN = 8;

/** Interns what `graph` answers, and refuses answers that are not of the described shape. */
export function createScopeIndex<T extends Declaration>(graph: ScopeGraph<T>): ScopeIndex<T> {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const edgeLists: (readonly LabelledEdges[] | undefined)[] = [];
  const relations = new Map<string, (readonly T[] | undefined)[]>();
  const tables = new WeakMap<readonly T[], NameTable>();
  const referenceIds = new Map<string, number>();
  const references: (Reference | undefined)[] = [];

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

  const seenId = (id: string): number => {
    const known = referenceIds.get(id) ?? references.push(undefined) - 1;
    referenceIds.set(id, known);
    return known;
  };

  const referenceId = (reference: Reference): number => {
    checkReference(reference);
    const known = seenId(reference.id);
    const first = references[known];
    if (first !== undefined) {
      if (
        first.name !== reference.name ||
        first.scope !== reference.scope ||
        first.relation !== reference.relation
      ) {
        refuse([
          {
            code: "reference-invalid",
            message: `Two references have the id ${JSON.stringify(reference.id)}: ${showReference(first)} and ${showReference(reference)}.`,
            remedy: "Give each reference an id of its own.",
            culprits: [reference.id],
          },
        ]);
      }
      return known;
    }
    references[known] = reference;
    return known;
  };

  /** The same as `loadEdges` for what most scopes have: one edge, or none. */
  const fewEdges = (given: readonly ScopeEdge[], from: string): readonly LabelledEdges[] => {
    const edge = given[0];
    if (edge === undefined) return NO_EDGES;
    checkEdge(edge, from);
    const { label } = edge;
    if ("reference" in edge) {
      return [{ label, targets: NONE, references: [referenceId(edge.reference)] }];
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
      if ("reference" in edge) sets.references.add(referenceId(edge.reference));
      else if (edge.target !== from) sets.targets.add(idOf(edge.target));
    }
    const labels = [...byLabel];
    if (labels.length > 1) labels.sort(([a], [b]) => (a < b ? -1 : 1));
    return labels.map(([label, sets]) => ({
      label,
      targets: sorted(sets.targets, (target) => names[target] as string),
      references: sorted(sets.references, (one) => references[one]?.id as string),
    }));
  };

  const declarations = (id: number, relation: string): readonly T[] => {
    let lists = relations.get(relation);
    if (lists === undefined) {
      lists = [];
      relations.set(relation, lists);
    }
    while (lists.length <= id) lists.push(undefined);
    let list = lists[id];
    if (list === undefined) {
      const scope = names[id] as string;
      const given = graph.declarations(scope, relation);
      checkIterable(given, "declaration-invalid", "declarations", scope);
      list = Array.isArray(given) && given.length < 2 ? [...given] : [...new Set(given)];
      for (const one of list) checkDeclaration(one, scope);
      if (list.length > 1) list = [...list].sort(compareDeclarations);
      lists[id] = list;
    }
    return list;
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
    declarations,
    named: (id, relation, name) => {
      const list = declarations(id, relation);
      if (list.length <= SCAN) {
        const found: number[] = [];
        for (let i = 0; i < list.length; i++) if (list[i]?.name === name) found.push(i);
        return found.length === 0 ? NONE : found;
      }
      let table = tables.get(list);
      if (table === undefined) {
        table = byName(list);
        tables.set(list, table);
      }
      return table.get(name) ?? NONE;
    },
    reference: (id) => references[id] as Reference,
    referenceId,
    seenId,
  };
}

function sorted(set: ReadonlySet<number>, key: (id: number) => string): readonly number[] {
  if (set.size === 0) return NONE;
  const list = [...set];
  return list.length === 1 ? list : list.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function compareDeclarations(a: Declaration, b: Declaration): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const x = a.id ?? "";
  const y = b.id ?? "";
  return x === y ? 0 : x < y ? -1 : 1;
}

function byName(list: readonly Declaration[]): NameTable {
  const table = new Map<string, number[]>();
  list.forEach(({ name }, i) => {
    const positions = table.get(name);
    if (positions === undefined) table.set(name, [i]);
    else positions.push(i);
  });
  return table;
}
