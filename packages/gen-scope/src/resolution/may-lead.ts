import type { LabelAutomaton } from "gen-graph";
import { DEFAULT_RELATION, type Declaration } from "./scope-graph.ts";
import type { ScopeIndex } from "./scope-index.ts";

/**
 * A quick answer to “can this import, followed into `state`, lead to a declaration of this name?”,
 * wrong only on the side of yes.
 */
export type MayLead = (reference: number, state: number, relation: string, name: string) => boolean;

interface LabelledSource {
  readonly scope: number;
  readonly label: string;
}

/** What is known about a name in a relation. */
interface Named {
  /** The scopes that its declarations name. */
  readonly targets: number[];
  /** The imports of it. */
  readonly waiting: LabelledSource[];
  /** The scopes that declare it. */
  readonly declaring: number[];
  /** Nodes from which it may be come to, as of some version of the region. */
  reaching: { readonly version: number; readonly nodes: ReadonlySet<number> } | undefined;
}

const MAX_SCOPES = 100_000;

/**
 * Over-approximates imports: a reference may lead to every scope named by any declaration of its
 * name that can be come to at all, whatever order and seen imports say. Resolving an import needs
 * other imports only if they may lead to its name; without this each subset of a scope's imports
 * would be searched (each is resolved while others are seen). Grows with what is asked.
 */
export function createMayLead<T extends Declaration>(
  index: ScopeIndex<T>,
  automaton: LabelAutomaton,
  defaultRelation: string = DEFAULT_RELATION,
): MayLead {
  const region = new Set<number>();
  const todo: number[] = [];
  const before = new Map<number, LabelledSource[]>();
  const relations = new Set<string>();
  const named = new Map<string, Map<string, Named>>();
  let version = 0;

  const entry = (relation: string, name: string): Named => {
    let names = named.get(relation);
    if (names === undefined) {
      names = new Map();
      named.set(relation, names);
    }
    let found = names.get(name);
    if (found === undefined) {
      found = { targets: [], waiting: [], declaring: [], reaching: undefined };
      names.set(name, found);
    }
    return found;
  };
  const link = (from: LabelledSource, to: number): void => {
    version++;
    visit(to);
    const list = before.get(to);
    if (list === undefined) before.set(to, [from]);
    else list.push(from);
  };
  const visit = (scope: number): void => {
    if (region.has(scope)) return;
    region.add(scope);
    todo.push(scope);
    version++;
  };
  const read = (scope: number, relation: string): void => {
    version++;
    for (const declaration of index.declarations(scope, relation)) {
      const one = entry(relation, declaration.name);
      one.declaring.push(scope);
      if (declaration.scope === undefined) continue;
      const target = index.id(declaration.scope);
      one.targets.push(target);
      for (const from of one.waiting) link(from, target);
    }
  };
  const use = (relation: string): void => {
    if (relations.has(relation)) return;
    relations.add(relation);
    const pending = new Set(todo);
    for (const scope of [...region]) if (!pending.has(scope)) read(scope, relation);
  };
  const close = (): boolean => {
    for (let scope = todo.pop(); scope !== undefined; scope = todo.pop()) {
      if (region.size > MAX_SCOPES) {
        todo.push(scope);
        return false;
      }
      for (const relation of relations) read(scope, relation);
      for (const { label, targets, references } of index.edges(scope)) {
        const from = { scope, label };
        for (const target of targets) link(from, target);
        for (const id of references) {
          const reference = index.reference(id);
          const relation = reference.relation ?? defaultRelation;
          use(relation);
          visit(index.id(reference.scope));
          const one = entry(relation, reference.name);
          one.waiting.push(from);
          for (const target of one.targets) link(from, target);
        }
      }
    }
    return true;
  };
  const states = Array.from({ length: automaton.size }, (_, state) => state);
  const nodeOf = (scope: number, state: number): number => scope * automaton.size + state;
  /** Nodes of the product from which a well-formed path may lead to the name. */
  const reachingName = (relation: string, name: string): ReadonlySet<number> => {
    const one = entry(relation, name);
    if (one.reaching?.version === version) return one.reaching.nodes;
    const found = new Set<number>();
    for (const scope of one.declaring) {
      for (const state of states) if (automaton.accepts(state)) found.add(nodeOf(scope, state));
    }
    for (const node of found) {
      const to = node % automaton.size;
      for (const { scope, label } of before.get((node - to) / automaton.size) ?? []) {
        for (const state of states) {
          if (automaton.step(state, label) === to) found.add(nodeOf(scope, state));
        }
      }
    }
    one.reaching = { version, nodes: found };
    return found;
  };

  return (id, state, relation, name) => {
    const reference = index.reference(id);
    use(relation);
    use(reference.relation ?? defaultRelation);
    visit(index.id(reference.scope));
    const { targets } = entry(reference.relation ?? defaultRelation, reference.name);
    // What it may lead to belongs to the region too, and may add to what it may lead to.
    for (let known = -1; known < targets.length; ) {
      known = targets.length;
      for (const target of targets) visit(target);
      if (!close()) return true;
    }
    const reaches = reachingName(relation, name);
    return targets.some((target) => reaches.has(nodeOf(target, state)));
  };
}
