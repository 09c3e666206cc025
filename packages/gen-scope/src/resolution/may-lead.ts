import { DEFAULT_RELATION, type Declaration } from "./scope-graph.ts";
import type { ScopeIndex } from "./scope-index.ts";

/** A quick answer to “can this import matter at all?”, wrong only on the side of yes. */
export type MayLead = (reference: number, relation: string, name: string) => boolean;

const MAX_SCOPES = 100_000;

/**
 * Over-approximates imports: a reference may lead to every scope named by any declaration of its
 * name that can be come to at all, whatever path, order and seen imports say. Resolving an import
 * needs other imports only if they may lead to its name; without this each subset of a scope's
 * imports would be searched (each is resolved while others are seen). Grows with what is asked.
 */
export function createMayLead<T extends Declaration>(
  index: ScopeIndex<T>,
  defaultRelation: string = DEFAULT_RELATION,
): MayLead {
  const region = new Set<number>();
  const todo: number[] = [];
  const before = new Map<number, number[]>();
  const relations = new Set<string>();
  /** By relation and name: scopes that the declarations name, who waits for them, who declares. */
  const named = new Map<string, { targets: number[]; waiting: number[]; declaring: number[] }>();
  const reaching = new Map<string, Set<number>>();

  const entry = (relation: string, name: string) => {
    const key = JSON.stringify([relation, name]);
    let found = named.get(key);
    if (found === undefined) {
      found = { targets: [], waiting: [], declaring: [] };
      named.set(key, found);
    }
    return found;
  };
  const link = (from: number, to: number): void => {
    visit(to);
    const list = before.get(to);
    if (list === undefined) before.set(to, [from]);
    else list.push(from);
  };
  const visit = (scope: number): void => {
    if (region.has(scope)) return;
    region.add(scope);
    todo.push(scope);
    reaching.clear();
  };
  const read = (scope: number, relation: string): void => {
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
      for (const { targets, references } of index.edges(scope)) {
        for (const target of targets) link(scope, target);
        for (const id of references) {
          const reference = index.reference(id);
          const relation = reference.relation ?? defaultRelation;
          use(relation);
          visit(index.id(reference.scope));
          const one = entry(relation, reference.name);
          one.waiting.push(scope);
          for (const target of one.targets) link(scope, target);
        }
      }
    }
    return true;
  };
  const reachingName = (relation: string, name: string): Set<number> => {
    const key = JSON.stringify([relation, name]);
    let found = reaching.get(key);
    if (found === undefined) {
      found = new Set(entry(relation, name).declaring);
      for (const scope of found) for (const from of before.get(scope) ?? []) found.add(from);
      reaching.set(key, found);
    }
    return found;
  };

  return (id, relation, name) => {
    const reference = index.reference(id);
    use(relation);
    use(reference.relation ?? defaultRelation);
    visit(index.id(reference.scope));
    if (!close()) return true;
    const { targets } = entry(reference.relation ?? defaultRelation, reference.name);
    const reaches = reachingName(relation, name);
    return targets.some((target) => reaches.has(target));
  };
}
