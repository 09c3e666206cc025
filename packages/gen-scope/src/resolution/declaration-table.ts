import { checkDeclaration, checkIterable } from "./check-graph.ts";
import type { Declaration, ScopeGraph } from "./scope-graph.ts";

/** The declarations of scopes, each asked for once. */
export interface DeclarationTable<T extends Declaration> {
  /** Without repetitions, by name, then `id`, then as given. */
  declarations(id: number, relation: string): readonly T[];
  /** Positions in `declarations(id, relation)`. */
  named(id: number, relation: string, name: string): readonly number[];
}

/** Positions of the declarations of one name. */
type NameTable = ReadonlyMap<string, readonly number[]>;

const NONE: readonly number[] = Object.freeze([]);
const SCAN = 8;

export function createDeclarationTable<T extends Declaration>(
  graph: ScopeGraph<T>,
  nameOf: (scope: number) => string,
): DeclarationTable<T> {
  const relations = new Map<string, (readonly T[] | undefined)[]>();
  const tables = new WeakMap<readonly T[], NameTable>();

  const declarations = (id: number, relation: string): readonly T[] => {
    let lists = relations.get(relation);
    if (lists === undefined) {
      lists = [];
      relations.set(relation, lists);
    }
    while (lists.length <= id) lists.push(undefined);
    let list = lists[id];
    if (list === undefined) {
      const scope = nameOf(id);
      const given = graph.declarations(scope, relation);
      checkIterable(given, "declaration-invalid", "declarations", scope);
      list = Array.isArray(given) && given.length < 2 ? [...given] : [...new Set(given)];
      for (const one of list) checkDeclaration(one, scope);
      if (list.length > 1) list = [...list].sort(compareDeclarations);
      lists[id] = list;
    }
    return list;
  };

  const named = (id: number, relation: string, name: string): readonly number[] => {
    const list = declarations(id, relation);
    if (list.length <= SCAN) {
      let found = NONE;
      for (let i = 0; i < list.length; i++) {
        if (list[i]?.name === name) found = found === NONE ? [i] : [...found, i];
      }
      return found;
    }
    let table = tables.get(list);
    if (table === undefined) {
      table = byName(list);
      tables.set(list, table);
    }
    return table.get(name) ?? NONE;
  };

  return { declarations, named };
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
