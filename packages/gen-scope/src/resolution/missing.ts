import type { Answer, FailedImport, Missing } from "./answer.ts";
import type { Imports, Task } from "./imports.ts";
import { nearestNames } from "./nearest-names.ts";
import type { ResolutionPolicy } from "./resolution-policy.ts";
import { resolutionPolicy } from "./resolution-policy.ts";
import type { Declaration } from "./scope-graph.ts";
import type { ScopeIndex } from "./scope-index.ts";
import type { Search } from "./search.ts";
import { type Found, foundInTree } from "./solve.ts";
import { reachableTree } from "./visible.ts";

const anyPath: ResolutionPolicy = /* @__PURE__ */ resolutionPolicy("_*");
const MAX_SCOPES = 10_000;
const SHOWN = 10;

export interface MissingOptions<T extends Declaration> {
  readonly index: ScopeIndex<T>;
  readonly imports: Imports<T>;
  readonly relation: string;
  /** The name that was looked for, if it was a name. */
  readonly name: string | undefined;
  /** The same question without well-formedness. */
  readonly anywhere: (policy: ResolutionPolicy) => Search<T>;
  readonly answer: (search: Search<T>, found: Found<T>) => Answer<T>;
}

/** Explains a search that found nothing. */
export function* explainMissing<T extends Declaration>(
  search: Search<T>,
  { index, imports, relation, name, anywhere, answer }: MissingOptions<T>,
): Task<Missing<T>> {
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
  const elsewhere = anywhere(anyPath);
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
