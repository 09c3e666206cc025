import type { NearName } from "./nearest-names.ts";
import type { Declaration, Scope } from "./scope-graph.ts";

/** One edge of a path. */
export interface Step<T extends Declaration = Declaration> {
  readonly from: Scope;
  readonly label: string;
  readonly to: Scope;
  /** For an import by name: the reference, and the declaration that it was resolved to. */
  readonly via?: {
    readonly reference: string;
    readonly declaration: T;
    /** Where that declaration is. */
    readonly scope: Scope;
  };
}

/** A declaration that was found, and the path that witnesses it. */
export interface Answer<T extends Declaration = Declaration> {
  /** The very object that the graph gave. */
  readonly declaration: T;
  /** The scope that declares it. */
  readonly scope: Scope;
  readonly relation: string;
  /** What `groupBy` says of it; `""` without `groupBy`. */
  readonly group: string;
  /**
   * The steps from where the search began to `scope`; empty when it is declared right there. Of
   * several paths the shortest, then the first by the preference and names of its labels, then by
   * target. Made when first read.
   */
  readonly path: readonly Step<T>[];
}

/** A visible declaration. Its path is a most specific one. */
export interface VisibleAnswer<T extends Declaration = Declaration> extends Answer<T> {
  /**
   * Declarations that are reachable, but not visible because of this one: their path (the shortest)
   * is less specific than some most specific path to this one. Found out when first read.
   */
  readonly shadows: readonly Answer<T>[];
}

/** An import by name that the search could not follow. */
export interface FailedImport {
  readonly reference: string;
  readonly name: string;
  /** The scope that has the import. */
  readonly scope: Scope;
  readonly label: string;
  /**
   * `unresolved`: its name is nowhere to be found. `not-a-scope`: it is, but no declaration that it
   * resolves to names a scope. `seen`: it is what is being resolved.
   */
  readonly reason: "unresolved" | "not-a-scope" | "seen";
}

/** Why nothing was found. */
export interface Missing<T extends Declaration = Declaration> {
  /** The scopes whose declarations were looked at, nearest first. */
  readonly looked: readonly Scope[];
  /** Names like the one that was looked for, of declarations in these scopes. */
  readonly nearest: readonly NearName[];
  /** Imports by name on the way that led nowhere. */
  readonly imports: readonly FailedImport[];
  /** Matching declarations behind paths that are not well-formed: up to ten, nearest first. */
  readonly illFormed: readonly Answer<T>[];
}

/** The result of a query. Plain data; what costs more than the visible declarations is computed when first read. */
export interface Resolution<T extends Declaration = Declaration> {
  readonly status: "resolved" | "ambiguous" | "unresolved";
  /** Where the search began. */
  readonly from: Scope;
  /** The name that was looked for, when it was a name. */
  readonly name: string | undefined;
  /** The declarations with a most specific path. */
  readonly visible: readonly VisibleAnswer<T>[];
  /** Those of `visible` that compete with another one of them: neither path is more specific. */
  readonly ambiguous: readonly VisibleAnswer<T>[];
  /** Every declaration with a well-formed path, shadowed ones too. */
  readonly reachable: readonly Answer<T>[];
  /** Only when `status` is `unresolved`. */
  readonly missing: Missing<T> | undefined;
}
