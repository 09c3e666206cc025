import { NixError, nixError, type ValuePath } from "../errors.ts";
import { isBindable } from "../expr/names.ts";
import type { Formal } from "../expr/node.ts";
import { symbolic } from "../expr/symbolic.ts";
import { type AnyFunction, formalsOf, opaqueDefault, untranslatable } from "./lambda.ts";
import type { Parameter } from "./parameters.ts";

/** Names with values, each asked for only when it is read. A `Map` is one. */
export interface ScopeResolver {
  has(name: string): boolean;
  get(name: string): unknown;
}

const REST = "name what you need, or take the whole argument: (args) => args.pkgs";

/** Refuses what cannot be run with one argument that is known in part. */
export function refuseShape(fn: AnyFunction, shape: readonly Parameter[], path: ValuePath): void {
  const reason = untranslatable(fn);
  if (reason !== undefined) {
    throw nixError(
      "FUNCTION_VALUE",
      reason,
      "a content function is a plain (args) => content",
      path,
    );
  }
  if (shape[0]?.kind === "rest") {
    throw nixError("REST_PARAMETER", "which names exist is not known before Nix runs", REST, path);
  }
  if (shape.length > 1) {
    throw nixError(
      "BAD_ARGUMENT",
      "a content function takes one argument",
      "destructure it: ({ pkgs, lib }) => …",
      path,
    );
  }
}

/** The one argument of a content function, noting what is read from it. */
export function moduleArgument(
  id: string,
  scope: ScopeResolver,
  reads: Set<string>,
  formals: Map<string, Formal>,
  shape: Parameter | undefined,
  path: ValuePath,
): object {
  const keys = shape?.kind === "pattern" ? shape.keys : [];
  const refuseAll = (): never => {
    throw nixError(
      "REST_PARAMETER",
      "the whole argument cannot be spread, listed or used as a value: which names exist is not known before Nix runs",
      REST,
      path,
    );
  };
  const formal = (name: string): Formal => {
    if (!isBindable(name)) {
      throw nixError(
        "BAD_NAME",
        `\`${name}\` cannot be the name of a Nix function's argument`,
        "use a plain identifier",
        path,
      );
    }
    const made = formalsOf(keys.filter((key) => key.name === name).slice(0, 1));
    if ("opaque" in made) throw new NixError([{ ...opaqueDefault(made.opaque), path }]);
    return made[0] ?? { name };
  };
  return new Proxy(Object.create(null) as object, {
    get(_, name) {
      if (typeof name === "symbol") return undefined;
      if (scope.has(name)) {
        reads.add(name);
        return scope.get(name);
      }
      if (!formals.has(name)) formals.set(name, formal(name));
      return symbolic({ k: "ref", id, name });
    },
    has(_, name) {
      if (typeof name === "string" && scope.has(name)) return true;
      throw nixError(
        "SYMBOLIC_KEYS",
        `whether Nix passes \`${String(name)}\` is not known here`,
        "read it, or leave it",
        path,
      );
    },
    ownKeys: refuseAll,
    getOwnPropertyDescriptor: refuseAll,
    set: () => {
      throw nixError(
        "SYMBOLIC_MUTATION",
        "the argument cannot be assigned to",
        "use a variable",
        path,
      );
    },
  });
}
