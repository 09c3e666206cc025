import { refuse, type ScopeIssue } from "../error/scope-error.ts";
import { declarationIssues, edgeIssues, referenceIssues } from "./check-graph.ts";
import { nearestNames } from "./nearest-names.ts";
import {
  DEFAULT_RELATION,
  type Declaration,
  type Reference,
  type Scope,
  type ScopeEdge,
  type ScopeGraph,
} from "./scope-graph.ts";

/** A scope graph that was built, and knows all its scopes. */
export interface BuiltScopeGraph<T extends Declaration = Declaration> extends ScopeGraph<T> {
  /** In code-unit order. */
  readonly scopes: readonly Scope[];
}

/** An import to be added: what is not given follows from where it is put. */
export interface ImportName {
  readonly name: string;
  /** @default the JSON of `[scope, label, name]` */
  readonly id?: string;
  /** Where the name is looked up. @default the scope that imports */
  readonly scope?: Scope;
  /** @default that of the query */
  readonly relation?: string;
}

/** Collects a scope graph. Every method returns a new builder and leaves this one as it is. */
export interface ScopeGraphBuilder<T extends Declaration = Declaration> {
  /** Adds scopes; again is no harm. */
  scope(...names: readonly Scope[]): ScopeGraphBuilder<T>;
  edge(from: Scope, label: string, to: Scope): ScopeGraphBuilder<T>;
  /** An import by name: an edge to whatever scope the name turns out to name. */
  import(from: Scope, label: string, what: string | ImportName): ScopeGraphBuilder<T>;
  /** @param relation default `"declaration"` */
  declare(scope: Scope, declaration: T, relation?: string): ScopeGraphBuilder<T>;
  /**
   * @throws ScopeError listing every mention of a scope that was not added (`scope-invalid`), and
   * every edge, reference and declaration of another shape than described.
   */
  build(): BuiltScopeGraph<T>;
}

type Entry<T> =
  | { readonly kind: "scope"; readonly names: readonly Scope[] }
  | { readonly kind: "edge"; readonly from: Scope; readonly edge: ScopeEdge }
  | {
      readonly kind: "declaration";
      readonly scope: Scope;
      readonly relation: string;
      readonly declaration: T;
    };

interface Entries<T> {
  readonly last: Entry<T>;
  readonly before: Entries<T> | undefined;
}

/**
 * An empty builder.
 *
 * @example
 * const graph = scopeGraph().scope("root", "f").edge("f", "P", "root").declare("root", { name: "x" }).build();
 */
export function scopeGraph<T extends Declaration = Declaration>(): ScopeGraphBuilder<T> {
  return builder<T>(undefined);
}

function builder<T extends Declaration>(entries: Entries<T> | undefined): ScopeGraphBuilder<T> {
  const add = (last: Entry<T>): ScopeGraphBuilder<T> => builder({ last, before: entries });
  return Object.freeze({
    scope: (...names: readonly Scope[]) => add({ kind: "scope", names }),
    edge: (from: Scope, label: string, target: Scope) =>
      add({ kind: "edge", from, edge: { label, target } }),
    import: (from: Scope, label: string, what: string | ImportName) => {
      const given: ImportName = typeof what === "string" ? { name: what } : what;
      const id = JSON.stringify([from, label, given.name]);
      const reference: Reference = { id, scope: from, ...given };
      return add({ kind: "edge", from, edge: { label, reference } });
    },
    declare: (scope: Scope, declaration: T, relation: string = DEFAULT_RELATION) =>
      add({ kind: "declaration", scope, relation, declaration }),
    build: () => build(entries),
  });
}

interface ScopeContent<T> {
  readonly edges: ScopeEdge[];
  readonly declarations: Map<string, T[]>;
}

function build<T extends Declaration>(entries: Entries<T> | undefined): BuiltScopeGraph<T> {
  const list: Entry<T>[] = [];
  for (let at = entries; at !== undefined; at = at.before) list.push(at.last);
  list.reverse();
  const content = new Map<Scope, ScopeContent<T>>();
  const issues: ScopeIssue[] = [];
  for (const entry of list) {
    if (entry.kind !== "scope") continue;
    for (const name of entry.names) {
      if (typeof name !== "string") issues.push(noScope(name));
      else if (!content.has(name)) content.set(name, { edges: [], declarations: new Map() });
    }
  }
  const known = (scope: Scope, mention: string): ScopeContent<T> | undefined => {
    const found = content.get(scope);
    if (found === undefined && typeof scope !== "string") issues.push(noScope(scope));
    else if (found === undefined) issues.push(unknownScope(scope, mention, content.keys()));
    return found;
  };
  for (const entry of list) {
    if (entry.kind === "edge") {
      const { from, edge } = entry;
      const wrong =
        "reference" in edge && typeof edge.label === "string"
          ? referenceIssues(edge.reference)
          : edgeIssues(edge, from);
      issues.push(...wrong);
      if (wrong.length > 0) continue;
      const shown = `${JSON.stringify(from)} -${edge.label}->`;
      if ("target" in edge) known(edge.target, `the edge ${shown} ${JSON.stringify(edge.target)}`);
      else known(edge.reference.scope, `the import ${shown} ${edge.reference.name}`);
      known(from, `an edge labelled ${JSON.stringify(edge.label)}`)?.edges.push(edge);
    } else if (entry.kind === "declaration") {
      const { scope, relation, declaration } = entry;
      const wrong = declarationIssues(declaration, scope);
      issues.push(...wrong);
      if (wrong.length > 0) continue;
      const mention = `the declaration ${JSON.stringify(declaration.name)}`;
      if (declaration.scope !== undefined) known(declaration.scope, mention);
      const relations = known(scope, mention)?.declarations;
      if (relations === undefined) continue;
      const group = relations.get(relation);
      if (group === undefined) relations.set(relation, [declaration]);
      else group.push(declaration);
    }
  }
  refuse(issues);
  const scopes = Object.freeze([...content.keys()].sort());
  const contentOf = (scope: Scope): ScopeContent<T> => {
    const found = content.get(scope);
    if (found === undefined) refuse([unknownScope(scope, "a query", content.keys())]);
    return found as ScopeContent<T>;
  };
  return Object.freeze({
    scopes,
    edges: (scope: Scope) => contentOf(scope).edges,
    declarations: (scope: Scope, relation: string) =>
      contentOf(scope).declarations.get(relation) ?? [],
  });
}

function noScope(name: unknown): ScopeIssue {
  return {
    code: "scope-invalid",
    message: `A scope is called ${String(name)}, which is no string.`,
    remedy: "Scopes are strings.",
    culprits: [String(name)],
  };
}

function unknownScope(scope: Scope, mention: string, scopes: Iterable<Scope>): ScopeIssue {
  const pairs = Array.from(scopes, (name): [string, string] => [name, name]);
  const [near] = nearestNames(scope, pairs);
  return {
    code: "scope-invalid",
    message: `There is no scope ${JSON.stringify(scope)}; ${mention} mentions it.`,
    remedy: "Add it with `scope`, or correct the name.",
    culprits: [scope],
    ...(near === undefined ? {} : { suggestion: near.name }),
  };
}
