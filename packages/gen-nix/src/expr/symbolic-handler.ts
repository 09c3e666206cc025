import { inspect } from "node:util";
import { type NixErrorCode, nixError } from "../errors.ts";
import type { NixExpr } from "./nix-expr.ts";
import type { Node, SelectNode } from "./node.ts";
import { placeholder } from "./placeholder.ts";
import { attrOf } from "./strings.ts";
import { call, inspected, NODE, nodeOf, select, shown, symbolic, type Target } from "./symbolic.ts";
import { toNodes } from "./to-node.ts";

function refuse(target: Target, code: NixErrorCode, what: string, remedy: string): never {
  const text = shown(target[NODE]);
  throw nixError(
    code,
    `\`${text}\` is a Nix expression, not known before Nix evaluates it: ${what}`,
    remedy.replaceAll("%", text),
  );
}

const INDEX = /^(?:0|[1-9]\d{0,9})$/;

function access(target: Target, key: string): NixExpr {
  const node = target[NODE];
  if (key === "then") {
    refuse(
      target,
      "SYMBOLIC_AWAIT",
      "it cannot be awaited, nor returned by an async function",
      'use it without await; an attribute that is called `then` is nix.select(value, "then")',
    );
  }
  if (INDEX.test(key)) {
    const elemAt: Node = { k: "select", of: { k: "var", name: "builtins" }, path: ["elemAt"] };
    return symbolic({ k: "call", fn: elemAt, args: [node, { k: "int", text: key }] });
  }
  const name = attrOf(key, []);
  return symbolic(select(node, [name]));
}

function apply(target: Target, self: unknown, args: readonly unknown[]): NixExpr {
  const node = target[NODE];
  if (args.length === 0) {
    refuse(
      target,
      "MISSING_ARGUMENT",
      "a Nix function is called with an argument",
      "write %({}) for an empty set",
    );
  }
  if (node.k === "select" && node.path.at(-1) === "toJSON" && stringified(node, self, args)) {
    refuse(
      target,
      "SYMBOLIC_JSON",
      "JSON.stringify cannot write it",
      "let Nix do it: nix.builtins.toJSON(value)",
    );
  }
  return symbolic(call(node, toNodes(args, "arguments")));
}

/** `JSON.stringify(x)` calls `x.toJSON(key)`, which only `builtins.toJSON("…")` also looks like. */
function stringified(node: SelectNode, self: unknown, args: readonly unknown[]): boolean {
  const owner = nodeOf(self);
  if (owner === undefined || args.length !== 1 || typeof args[0] !== "string") return false;
  return !(node.path.length === 1 && node.of.k === "var" && node.of.name === "builtins");
}

/** What JavaScript may do to an expression: it is extended, or the use is refused by name. */
export const handler: ProxyHandler<Target> = {
  get(target, key) {
    if (typeof key === "string") return access(target, key);
    switch (key) {
      case NODE:
        return target[NODE];
      case Symbol.toPrimitive:
        return (hint: string) => {
          if (hint === "string") return placeholder(target[NODE]);
          return refuse(
            target,
            "SYMBOLIC_COERCION",
            "JavaScript operators cannot compute with it",
            'write nix.op(%, "+", other) or a template literal `${…}`',
          );
        };
      case Symbol.iterator:
      case Symbol.asyncIterator:
        return refuse(
          target,
          "SYMBOLIC_ITERATION",
          "it cannot be iterated, spread into an array or destructured as one",
          'use nix.op(%, "++", list), or nix.builtins.map((x) => …, %)',
        );
      case inspect.custom:
        return inspected;
      case Symbol.isConcatSpreadable:
        return refuse(
          target,
          "SYMBOLIC_ITERATION",
          "whether it is a list is not known to Array.prototype.concat",
          'use nix.op(list, "++", %), or [...items, %] for one more item',
        );
      case Symbol.match:
      case Symbol.matchAll:
      case Symbol.replace:
      case Symbol.search:
      case Symbol.split:
      case Symbol.hasInstance:
        return refuse(
          target,
          "SYMBOLIC_COERCION",
          "JavaScript cannot search or compare with it",
          "use Nix's own functions: nix.builtins.match, nix.builtins.replaceStrings, …",
        );
      case Symbol.toStringTag:
        return "NixExpr";
      default:
        return undefined;
    }
  },
  apply,
  has(target) {
    return refuse(target, "SYMBOLIC_KEYS", "`in` cannot look into it", 'write nix.has(%, "name")');
  },
  ownKeys(target) {
    return refuse(
      target,
      "SYMBOLIC_KEYS",
      "it cannot be spread into an object, and its names cannot be listed",
      'use nix.op(%, "//", { … }), or nix.builtins.attrNames(%)',
    );
  },
  getOwnPropertyDescriptor(target, key) {
    if (typeof key === "symbol") return undefined;
    return refuse(
      target,
      "SYMBOLIC_KEYS",
      "it has no own properties to ask for",
      'write nix.has(%, "name")',
    );
  },
  set(target) {
    return refuse(
      target,
      "SYMBOLIC_MUTATION",
      "it cannot be assigned to",
      'use nix.op(%, "//", { name: value })',
    );
  },
  defineProperty(target) {
    return refuse(
      target,
      "SYMBOLIC_MUTATION",
      "it cannot be assigned to",
      'use nix.op(%, "//", { name: value })',
    );
  },
  deleteProperty(target) {
    return refuse(
      target,
      "SYMBOLIC_MUTATION",
      "nothing can be deleted from it",
      "use nix.builtins.removeAttrs(%, [names])",
    );
  },
  setPrototypeOf(target) {
    return refuse(target, "SYMBOLIC_MUTATION", "it has no prototype to set", "");
  },
  construct(target) {
    return refuse(target, "SYMBOLIC_NEW", "`new` means nothing in Nix", "call it: %(argument)");
  },
};
