import { DEAD } from "gen-graph";
import type { Imports, ImportTarget, Task } from "./imports.ts";
import type { ResolutionPolicy } from "./resolution-policy.ts";
import type { Declaration } from "./scope-graph.ts";
import type { LabelledEdges, ScopeIndex } from "./scope-index.ts";

/** The edges of one label out of a node of the product. */
export interface Group<T> {
  readonly label: string;
  readonly rank: number;
  readonly state: number;
  readonly edges: LabelledEdges;
  /** Nodes by name of their scope; undefined until imports among them are resolved. */
  targets: readonly number[] | undefined;
  /** For each target the import that leads there, when no direct edge does. */
  via: readonly (Via<T> | undefined)[] | undefined;
}

/** The import that an edge stands for. */
export interface Via<T> {
  readonly reference: number;
  readonly target: ImportTarget<T>;
}

/**
 * The product of a scope graph and the automaton of well-formed paths, explored on demand: a node
 * is a scope together with a state. Paths in it are the well-formed paths of the graph.
 */
export interface Product<T extends Declaration> {
  readonly policy: ResolutionPolicy;
  /** -1 when no path at all is well-formed. */
  readonly root: number;
  size(): number;
  scopeOf(node: number): number;
  /** Is some scope there in more than one state? */
  repeatsScopes(): boolean;
  /** May a path end here? */
  accepts(node: number): boolean;
  /** Outgoing edges, preferred labels first. */
  groups(node: number): readonly Group<T>[];
  /** The same, when it has been asked for before. */
  exploredGroups(node: number): readonly Group<T>[] | undefined;
  /** Makes `targets` of the group known. */
  expand(node: number, group: Group<T>): Task<void>;
}

export interface ProductOptions<T extends Declaration> {
  readonly index: ScopeIndex<T>;
  readonly imports: Imports<T>;
  readonly policy: ResolutionPolicy;
  readonly from: number;
  /** Can this import, followed into this state, matter at all? Asked inside of the resolution of other imports only. */
  readonly mayMatter?: (reference: number, state: number) => boolean;
}

/** The product as seen from one scope. */
export function createProduct<T extends Declaration>(options: ProductOptions<T>): Product<T> {
  const { index, imports, policy, from, mayMatter } = options;
  const { automaton, order } = policy;
  const scopes: number[] = [];
  const states: number[] = [];
  const groupLists: (readonly Group<T>[] | undefined)[] = [];
  /** The node of a scope that was met first, and for each node the next one of its scope. */
  const first = new Map<number, number>();
  const next: number[] = [];
  let repeats = false;

  const nodeOf = (scope: number, state: number): number => {
    const head = first.get(scope) ?? -1;
    for (let node = head; node >= 0; node = next[node] as number) {
      if (states[node] === state) return node;
    }
    const node = scopes.length;
    if (head < 0) {
      first.set(scope, node);
      next.push(-1);
    } else {
      repeats = true;
      next.push(next[head] as number);
      next[head] = node;
    }
    scopes.push(scope);
    states.push(state);
    groupLists.push(undefined);
    return node;
  };

  /** No path comes back to its first scope. */
  const nodesOf = (targets: readonly number[], state: number): number[] => {
    const list: number[] = [];
    for (const target of targets) if (target !== from) list.push(nodeOf(target, state));
    return list;
  };

  const makeGroups = (node: number): Group<T>[] => {
    const groups: Group<T>[] = [];
    for (const edges of index.edges(scopes[node] as number)) {
      const state = automaton.step(states[node] as number, edges.label);
      if (state === DEAD) continue;
      const direct = edges.references.length === 0;
      groups.push({
        label: edges.label,
        rank: order.rank(edges.label),
        state,
        edges,
        targets: direct ? nodesOf(edges.targets, state) : undefined,
        via: undefined,
      });
    }
    // Labels of one rank are those outside of the order: they stay in code-unit order.
    return groups.length < 2 ? groups : groups.sort((a, b) => a.rank - b.rank);
  };

  const accepts = (node: number): boolean => automaton.accepts(states[node] as number);

  return {
    policy,
    root: automaton.isEmpty ? -1 : nodeOf(from, automaton.start),
    size: () => scopes.length,
    scopeOf: (node) => scopes[node] as number,
    repeatsScopes: () => repeats,
    accepts,
    groups: (node) => {
      let list = groupLists[node];
      if (list === undefined) {
        list = makeGroups(node);
        groupLists[node] = list;
      }
      return list;
    },
    exploredGroups: (node) => groupLists[node],
    *expand(node, group) {
      if (group.targets !== undefined) return;
      const found = new Map<number, Via<T> | undefined>();
      for (const target of group.edges.targets) if (target !== from) found.set(target, undefined);
      for (const reference of group.edges.references) {
        if (imports.depth() > 0 && mayMatter?.(reference, group.state) === false) continue;
        if (imports.isSeen(reference)) continue;
        let result = imports.result(reference);
        if (result === undefined) {
          yield reference;
          result = imports.result(reference);
        }
        for (const target of result?.targets ?? []) {
          if (target.scope === scopes[node] || target.scope === from) continue;
          if (found.has(target.scope)) continue;
          found.set(target.scope, { reference, target });
        }
      }
      const name = (scope: number): string => index.scope(scope);
      const order = [...found].sort(([a], [b]) => (name(a) < name(b) ? -1 : 1));
      group.via = order.map(([, via]) => via);
      group.targets = order.map(([scope]) => nodeOf(scope, group.state));
    },
  };
}
