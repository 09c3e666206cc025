import { inspect } from "node:util";
import { print } from "../print/print.ts";
import type { NixExpr } from "./nix-expr.ts";
import type { Attr, Node, SelectNode } from "./node.ts";
import { handler } from "./symbolic-handler.ts";

/**
 * Where an expression keeps its node. A registered symbol, so that two copies of this package in one
 * process understand each other; data (JSON, YAML) can never carry one.
 */
export const NODE: unique symbol = Symbol.for("gen-nix.node.1") as never;

/** What stands behind the proxy: a plain function, so that it can be called. */
export interface Target {
  (): void;
  [NODE]: Node;
  [inspect.custom]: (this: unknown) => string;
}

/** For `console.log`, which looks at the target behind the proxy. */
export function inspected(this: unknown): string {
  const node = nodeOf(this);
  return node === undefined ? "nix" : `nix(${shown(node)})`;
}

/** The node of an expression, or undefined for any other value. */
export function nodeOf(value: unknown): Node | undefined {
  return typeof value === "function" ? (value as unknown as Target)[NODE] : undefined;
}

/** A node as the value users hold: property access, index and call on it build further nodes. */
export function symbolic(node: Node): NixExpr {
  // A plain function, since `new` on anything else fails before it can be explained.
  const target = function symbolic() {} as unknown as Target;
  target[NODE] = node;
  target[inspect.custom] = inspected;
  return new Proxy(target, handler) as unknown as NixExpr;
}

/** An expression's text, for messages. */
export function shown(node: Node): string {
  const text = print(symbolic(node));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** `of.path`, kept flat: selecting from a selection lengthens its path. */
export function select(of: Node, path: readonly Attr[]): SelectNode {
  if (of.k === "select" && of.or === undefined) {
    return { k: "select", of: of.of, path: [...of.path, ...path] };
  }
  return { k: "select", of, path };
}

/** `f a b` as one call. */
export function call(fn: Node, args: readonly Node[]): Node {
  return fn.k === "call"
    ? { k: "call", fn: fn.fn, args: [...fn.args, ...args] }
    : { k: "call", fn, args };
}
