/** A chain of scopes as one would write it without a library. */
export interface BareScope {
  readonly parent: string | undefined;
  readonly names: ReadonlySet<string>;
}

/** The nearest scope up the chain that has the name: the least that a lookup can cost. */
export function bareLookup(
  scopes: ReadonlyMap<string, BareScope>,
  from: string,
  name: string,
): string | undefined {
  let at: string | undefined = from;
  while (at !== undefined) {
    const scope = scopes.get(at);
    if (scope?.names.has(name)) return at;
    at = scope?.parent;
  }
  return undefined;
}

/** A scope with imports, for {@link environment}. */
export interface ImportingScope {
  readonly parent: string | undefined;
  readonly imports: readonly string[];
  readonly names: ReadonlySet<string>;
}

/**
 * The resolution algorithm of Néron et al. (2015, Fig. 18), for one name: declarations over imports
 * over parents, with the set of seen scopes of each path.
 */
export function environment(
  scopes: ReadonlyMap<string, ImportingScope>,
  at: string,
  name: string,
  seen: ReadonlySet<string> = new Set(),
  mayClimb = true,
): Set<string> {
  const scope = scopes.get(at);
  if (scope === undefined || seen.has(at)) return new Set();
  if (scope.names.has(name)) return new Set([at]);
  const path = new Set(seen).add(at);
  const found = new Set<string>();
  for (const target of scope.imports) {
    for (const one of environment(scopes, target, name, path, false)) found.add(one);
  }
  if (found.size > 0 || !mayClimb || scope.parent === undefined) return found;
  return environment(scopes, scope.parent, name, path);
}
