import { nixError } from "../errors.ts";
import { freshId } from "../expr/identity.ts";
import { byCodeUnit, isBareName, isBindable } from "../expr/names.ts";
import type { NixExpr } from "../expr/nix-expr.ts";
import type { AttrsNode, Entry, Formal, LambdaNode, Node } from "../expr/node.ts";
import { attrOf } from "../expr/strings.ts";
import { nodeOf, symbolic } from "../expr/symbolic.ts";
import { toNode } from "../expr/to-node.ts";

/** Marks a formal that has no default. */
export const required: unique symbol = Symbol("gen-nix.required");

/** A pattern with defaults: `{ formals: { pkgs: nix.required, port: 80 }, ellipsis: false }`. */
export interface Pattern {
  /** The arguments, each with its default, or `nix.required`. */
  readonly formals: Readonly<Record<string, unknown>>;
  /** Other arguments are let through (`...`). @default true */
  readonly ellipsis?: boolean;
  /** A name for the whole argument: `args@{ … }:`. */
  readonly at?: string;
}

/** A body, or a function that gets the bound names as expressions. */
export type Body = unknown;

function checkName(name: string): string {
  if (isBindable(name)) return name;
  throw nixError(
    "BAD_NAME",
    `\`${name}\` cannot be bound in Nix`,
    "use an identifier that is no keyword",
  );
}

/** An object of expressions, one per name, for functions that destructure it. */
function named(id: string, names: readonly string[]): Readonly<Record<string, NixExpr>> {
  const object = Object.create(null) as Record<string, NixExpr>;
  for (const name of names) object[name] = symbolic({ k: "ref", id, name });
  return object;
}

function isPlainFunction(value: unknown): value is (arg: unknown) => unknown {
  return typeof value === "function" && nodeOf(value) === undefined;
}

function bodyOf(body: Body, arg: () => unknown): Node {
  return toNode(isPlainFunction(body) ? body(arg()) : body, ["body"]);
}

/** `x: body`, `{ a, b, ... }: body`, or a pattern with defaults. */
export function lambdaNode(params: string | readonly string[] | Pattern, body: Body): Node {
  const id = freshId();
  if (typeof params === "string") {
    checkName(params);
    const ref = (): NixExpr => symbolic({ k: "ref", id, name: params });
    return { k: "lambda", id, name: params, byName: true, body: bodyOf(body, ref) };
  }
  const pattern: Pattern = isList(params)
    ? { formals: Object.fromEntries(params.map((name) => [name, required])) }
    : params;
  const names = Object.keys(pattern.formals).map(checkName).sort(byCodeUnit);
  if (pattern.at !== undefined && names.includes(checkName(pattern.at))) {
    throw nixError(
      "BAD_NAME",
      `\`${pattern.at}\` is bound twice`,
      "give the whole argument another name",
    );
  }
  const formals = names.map((name): Formal => {
    const value = pattern.formals[name];
    return value === required ? { name } : { name, or: toNode(value, [name]) };
  });
  const all = pattern.at === undefined ? names : [...names, pattern.at];
  const node: LambdaNode = {
    k: "lambda",
    id,
    formals,
    ellipsis: pattern.ellipsis ?? true,
    byName: true,
    body: bodyOf(body, () => named(id, all)),
  };
  return pattern.at === undefined ? node : { ...node, name: pattern.at };
}

const isList = (params: readonly string[] | Pattern): params is readonly string[] =>
  Array.isArray(params);

function entriesOf(bindings: unknown, what: string): readonly Entry[] {
  const node = toNode(bindings, []);
  if (node.k === "attrs") return node.entries;
  throw nixError("BAD_ARGUMENT", `${what} takes an object of bindings`, "give { name: value }");
}

/** `let bindings in body`; both may be functions of the bound names. */
export function letNode(bindings: unknown, body: Body): Node {
  const id = freshId();
  const asked = new Set<string>();
  const lazy = new Proxy(Object.create(null) as object, {
    get: (_, name) => {
      if (typeof name === "symbol") return undefined;
      asked.add(name);
      return symbolic({ k: "ref", id, name });
    },
  });
  const entries = entriesOf(isPlainFunction(bindings) ? bindings(lazy) : bindings, "nix.let");
  const names = entries.map(({ name }) => {
    if (typeof name === "string") return checkName(name);
    throw nixError("BAD_NAME", "Nix cannot compute the names of `let`", "give fixed names");
  });
  const node = bodyOf(body, () => lazy);
  for (const name of asked) {
    if (!names.includes(name))
      throw nixError(
        "BAD_NAME",
        `\`${name}\` is not bound by this let`,
        `it binds ${names.join(", ")}`,
      );
  }
  return entries.length === 0 ? node : { k: "let", id, entries, body: node };
}

/** `with scope; body`; a function gets an object whose properties are names out of `scope`. */
export function withNode(scope: unknown, body: Body): Node {
  const id = freshId();
  const from = toNode(scope, ["scope"]);
  const names = new Proxy(Object.create(null) as object, {
    get: (_, name) => {
      if (typeof name === "symbol") return undefined;
      return symbolic(
        isBareName(name) ? { k: "ref", id, name } : { k: "select", of: from, path: [name] },
      );
    },
  });
  return { k: "with", id, scope: from, body: bodyOf(body, () => names) };
}

/** `rec { … }`; a function gets the set's own names. */
export function recNode(bindings: unknown): AttrsNode {
  const id = freshId();
  const lazy = new Proxy(Object.create(null) as object, {
    get: (_, name) =>
      typeof name === "symbol" ? undefined : symbolic({ k: "ref", id, name: checkName(name) }),
  });
  const entries = entriesOf(isPlainFunction(bindings) ? bindings(lazy) : bindings, "nix.rec");
  return { k: "attrs", id, entries, rec: true, data: false, depth: 0 };
}

/** The names of `from`, or of the scope around, as an object to spread into a set. */
export function inheritObject(args: readonly unknown[]): Record<string, NixExpr> {
  const [first, ...rest] = args;
  const plain = typeof first === "string";
  const names = (plain ? args : rest).flat();
  const from = plain ? undefined : toNode(first, ["arguments", 0]);
  const object = Object.create(null) as Record<string, NixExpr>;
  for (const name of names) {
    if (typeof name !== "string")
      throw nixError(
        "BAD_ARGUMENT",
        "nix.inherit takes names",
        'write nix.inherit("a", "b") or nix.inherit(set, "a")',
      );
    object[name] = symbolic(
      from === undefined
        ? { k: "var", name: checkName(name) }
        : { k: "select", of: from, path: [attrOf(name, [])], inherit: true },
    );
  }
  return object;
}
