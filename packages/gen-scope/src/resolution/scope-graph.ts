/** A scope: a region of a program (or of anything with names) in which names resolve alike. Any string. */
export type Scope = string;

/**
 * A declaration: anything with a name. Add what you like to it; answers hand back the very object.
 * In the papers `x^D` in `D(S)` (Néron et al. 2015, Fig. 1), or a datum under a relation
 * (van Antwerpen et al. 2018, §2).
 */
export interface Declaration {
  readonly name: string;
  /** Tells apart (and orders) declarations of one name in one scope. */
  readonly id?: string;
  /** The scope that this declaration names, `x^D : S`: what importing it makes visible. */
  readonly scope?: Scope;
}

/** A reference `x^R` in `R(scope)`: a name to be looked up from a scope. */
export interface Reference {
  /** Its identity, the “position” of the papers: unique in the graph. Any string. */
  readonly id: string;
  readonly name: string;
  /** Where the search starts. */
  readonly scope: Scope;
  /** The relation it is looked up in; without it that of the query. */
  readonly relation?: string;
}

/** An edge to a scope that is known. */
export interface DirectEdge {
  readonly label: string;
  readonly target: Scope;
}

/**
 * An import by name (`y^R` in `I(S)`): it leads to every scope named by a declaration that the
 * reference resolves to. (Néron et al. 2015, rule I; the nominal edge of van Antwerpen et al. 2016.)
 */
export interface NominalEdge {
  readonly label: string;
  readonly reference: Reference;
}

export type ScopeEdge = DirectEdge | NominalEdge;

/**
 * A scope graph as two accessor functions, so that it can stay in whatever shape it has. Edges and
 * declarations of a scope are sets: their order and repetitions mean nothing. Both are asked only
 * for scopes that a search comes to, and must answer the same as long as a resolver lives.
 */
export interface ScopeGraph<T extends Declaration = Declaration> {
  edges(scope: Scope): Iterable<ScopeEdge>;
  declarations(scope: Scope, relation: string): Iterable<T>;
}

/** The relation of queries, references and declarations that name none. */
export const DEFAULT_RELATION = "declaration";
