import type { ScopeGraph } from "gen-scope";
import type { BareScope, ImportingScope } from "./baselines.ts";

/** `depth` scopes, each the child of the one before; the outermost declares x, each its own name. */
export function chain(depth: number): Map<string, BareScope> {
  const name = (i: number): string => `scope:${i}`;
  return new Map(
    Array.from({ length: depth }, (_, i) => [
      name(i),
      { parent: i === 0 ? undefined : name(i - 1), names: new Set([i === 0 ? "x" : `own${i}`]) },
    ]),
  );
}

/** Levels of modules, each importing every module of the next level; x is in the last level. */
export function layers(levels: number, width: number): Map<string, ImportingScope> {
  const scopes = new Map<string, ImportingScope>();
  for (let level = 0; level < levels; level++) {
    for (let i = 0; i < width; i++) {
      const below =
        level + 1 < levels ? Array.from({ length: width }, (_, j) => `${level + 1}:${j}`) : [];
      const names = new Set(level + 1 === levels && i === 0 ? ["x"] : [`own${level}:${i}`]);
      scopes.set(`${level}:${i}`, { parent: undefined, imports: below, names });
    }
  }
  return scopes;
}

/** Modules that all import each other; the last one declares x. */
export function hub(size: number): Map<string, ImportingScope> {
  const all = Array.from({ length: size }, (_, i) => `module:${i}`);
  return new Map(
    all.map((name, i) => [
      name,
      { parent: undefined, imports: all, names: new Set([i === size - 1 ? "x" : `own${i}`]) },
    ]),
  );
}

/** The same scopes as a scope graph. */
export function graphOf(
  scopes: ReadonlyMap<string, BareScope & Partial<ImportingScope>>,
): ScopeGraph {
  return {
    edges: (at) => {
      const scope = scopes.get(at);
      const edges = (scope?.imports ?? []).map((target) => ({ label: "I", target }));
      if (scope?.parent !== undefined) edges.push({ label: "P", target: scope.parent });
      return edges;
    },
    declarations: (at) => Array.from(scopes.get(at)?.names ?? [], (name) => ({ name })),
  };
}
