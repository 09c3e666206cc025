import type { Answer, FailedImport, Missing } from "./answer.ts";
import { type Found, foundInTree } from "./found.ts";
import type { Imports, Task } from "./imports.ts";
import { nearestNames } from "./nearest-names.ts";
import type { OpenQuery } from "./open-query.ts";
import { type ResolutionPolicy, resolutionPolicy } from "./resolution-policy.ts";
import type { Declaration } from "./scope-graph.ts";
import type { ScopeIndex } from "./scope-index.ts";
import type { Search } from "./search.ts";
import { reachableTree } from "./visible.ts";

const anyPath: ResolutionPolicy = /* @__PURE__ */ resolutionPolicy("_*");
const MAX_SCOPES = 10_000;
const SHOWN = 10;

/** Explains a search that found nothing. */
export function* explainMissing<T extends Declaration>(
  opened: OpenQuery<T>,
  answer: (search: Search<T>, found: Found<T>) => Answer<T>,
): Task<Missing<T>> {
  const { imports, relation, name } = opened;
  const { index } = opened.context;
  const search = opened.search();
  const tree = yield* reachableTree(search);
  const looked = new Set<number>();
  const failed = new Map<string, FailedImport>();
  for (const node of tree.nodes) {
    const scope = search.scopeOf(node);
    if (search.accepts(node)) looked.add(scope);
    for (const { label, edges } of search.groups(node)) {
      for (const id of edges.references) {
        const reason = reasonOf(imports, id);
        if (reason === undefined) continue;
        const reference = index.reference(id);
        failed.set(JSON.stringify([scope, label, id]), {
          reference: reference.id,
          name: reference.name,
          scope: index.scope(scope),
          label,
          reason,
        });
      }
    }
  }
  const elsewhere = opened.searchBy(anyPath);
  const stray = foundInTree(elsewhere, yield* reachableTree(elsewhere, MAX_SCOPES));
  return {
    looked: Array.from(looked, (scope) => index.scope(scope)),
    nearest: name === undefined ? [] : nearestNames(name, namesIn(index, looked, relation)),
    imports: [...failed.values()],
    illFormed: stray.slice(0, SHOWN).map((found) => answer(elsewhere, found)),
  };
}

function reasonOf<T extends Declaration>(
  imports: Imports<T>,
  reference: number,
): FailedImport["reason"] | undefined {
  if (imports.isSeen(reference)) return "seen";
  const result = imports.result(reference);
  if (result === undefined || result.targets.length > 0) return undefined;
  return result.visible === 0 ? "unresolved" : "not-a-scope";
}

function* namesIn<T extends Declaration>(
  index: ScopeIndex<T>,
  scopes: Iterable<number>,
  relation: string,
): Generator<[string, string]> {
  for (const scope of scopes) {
    for (const { name } of index.declarations(scope, relation)) yield [name, index.scope(scope)];
  }
}
