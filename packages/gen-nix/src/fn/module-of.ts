import type { ValuePath } from "../errors.ts";
import { freshId } from "../expr/identity.ts";
import { byCodeUnit } from "../expr/names.ts";
import type { NixExpr } from "../expr/nix-expr.ts";
import type { Formal, Node } from "../expr/node.ts";
import { nodeOf, symbolic } from "../expr/symbolic.ts";
import { toNode } from "../expr/to-node.ts";
import { type AnyFunction, parameters } from "./lambda.ts";
import { moduleArgument, refuseShape, type ScopeResolver } from "./module-argument.ts";

/** What a content function can read as real values: a resolver, a map, or a plain object. */
export type ScopeArgs = ScopeResolver | Readonly<Record<string, unknown>>;

/** A content function turned into a Nix module. */
export interface NixModule {
  /** The module: `{ lib, pkgs, ... }: body`, or the body alone when nothing symbolic was named. */
  readonly expr: NixExpr;
  /** The names that the module takes from Nix, in code-unit order. */
  readonly formals: readonly string[];
  /** Those of them that have a default: `({ port = 80 }) => …`. */
  readonly defaults: ReadonlyMap<string, NixExpr>;
  /** The names that were read from the scope, in code-unit order. */
  readonly reads: ReadonlySet<string>;
  /** The module without its formals; their names are free in it. */
  readonly body: NixExpr;
  /** What the function returned, as it is. */
  readonly value: unknown;
}

function resolver(scope: ScopeArgs): ScopeResolver {
  if (typeof scope.has === "function" && typeof scope.get === "function")
    return scope as ScopeResolver;
  const record = scope as Readonly<Record<string, unknown>>;
  return { has: (name) => Object.hasOwn(record, name), get: (name) => record[name] };
}

/**
 * Runs a content function. A name that it reads from its one argument is the value that `scope` has
 * for it, or else a symbolic Nix argument and one of the module's formals. Scope values are asked for
 * one by one, when they are read; `reads` says which.
 *
 * Anything that is not a function is a module without formals.
 *
 * @param path where the function stands, for issues.
 * @throws NixError `REST_PARAMETER`, `PARAMETER_DEFAULT`, `BAD_NAME`, `FUNCTION_VALUE`,
 * `SYMBOLIC_KEYS`, and all that {@link toNix} throws for the result. What the function itself
 * throws comes through unchanged.
 */
export function moduleOf(content: unknown, scope: ScopeArgs = {}, path: ValuePath = []): NixModule {
  if (typeof content !== "function" || nodeOf(content) !== undefined) {
    return finish(content, toNode(content, path), new Map(), new Set(), "");
  }
  const fn = content as AnyFunction;
  const shape = parameters(fn);
  refuseShape(fn, shape, path);
  const reads = new Set<string>();
  const formals = new Map<string, Formal>();
  const id = freshId();
  const value: unknown = (fn as (arg: unknown) => unknown)(
    moduleArgument(id, resolver(scope), reads, formals, shape[0], path),
  );
  return finish(value, toNode(value, path), formals, reads, id);
}

function finish(
  value: unknown,
  body: Node,
  formals: ReadonlyMap<string, Formal>,
  reads: ReadonlySet<string>,
  id: string,
): NixModule {
  const sorted = [...formals.values()].sort((a, b) => byCodeUnit(a.name, b.name));
  const expr: Node =
    sorted.length === 0
      ? body
      : { k: "lambda", id, formals: sorted, ellipsis: true, byName: true, body };
  return {
    expr: symbolic(expr),
    formals: sorted.map((formal) => formal.name),
    defaults: new Map(
      sorted.flatMap(({ name, or }) => (or === undefined ? [] : [[name, symbolic(or)]])),
    ),
    reads: new Set([...reads].sort(byCodeUnit)),
    body: symbolic(body),
    value,
  };
}
