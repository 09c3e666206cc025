import { nixError } from "../errors.ts";
import { isBareName } from "../expr/names.ts";
import type { NixExpr } from "../expr/nix-expr.ts";
import type { Attr, Node } from "../expr/node.ts";
import { floatNode, intNode } from "../expr/numbers.ts";
import { pathNode } from "../expr/paths.ts";
import { splitPlaceholders } from "../expr/placeholder.ts";
import { attrOf } from "../expr/strings.ts";
import { call, nodeOf, select, symbolic } from "../expr/symbolic.ts";
import { toNode, toNodes } from "../expr/to-node.ts";
import { rawNode } from "../template/raw.ts";
import { inheritObject, lambdaNode, letNode, recNode, required, withNode } from "./binding.ts";
import type { Nix } from "./nix-type.ts";
import { opNode } from "./operators.ts";

/** In a template, `` \` `` and `\${` are how JavaScript writes what Nix shall see without the `\`. */
function chunk(raw: string): string {
  return raw.replaceAll(/\\(?:\\|`|\$\{|\$)|\$\\\{/g, (found) => {
    if (found === "\\`") return "`";
    return found === "\\${" || found === "$\\{" ? "${" : found;
  });
}

function template(strings: TemplateStringsArray, ...values: readonly unknown[]): NixExpr {
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw nixError("BAD_ARGUMENT", "nix is a template tag", "write nix`…`, or nix.raw(text)");
  }
  return symbolic(rawNode(strings.raw.map(chunk), toNodes(values, "holes")));
}

/** Source text, in which interpolated expressions stand where a template would have its holes. */
function rawOf(source: string): Node {
  const chunks = [""];
  const values: Node[] = [];
  for (const piece of splitPlaceholders(source)) {
    if (typeof piece === "string") chunks[values.length] = piece;
    else {
      values.push(piece);
      chunks.push("");
    }
  }
  return rawNode(chunks, values);
}

function attrPath(path: readonly unknown[], what: string): Attr[] {
  const attrs = path.flat().map((step): Attr => {
    if (typeof step === "string") return attrOf(step, []);
    const node = nodeOf(step);
    if (node !== undefined) return node;
    throw nixError("BAD_ARGUMENT", `${what} takes attribute names`, "give strings or expressions");
  });
  return attrs;
}

const text = (value: unknown, what: string): string => {
  if (typeof value === "string") return value;
  throw nixError("BAD_ARGUMENT", `${what} takes a string`, "");
};

function has(of: unknown, ...path: readonly unknown[]): NixExpr {
  const attrs = attrPath(path, "nix.has");
  const node = toNode(of, ["arguments", 0]);
  if (attrs.length > 0) return symbolic({ k: "has", of: node, path: attrs });
  if (node.k === "select" && node.or === undefined)
    return symbolic({ k: "has", of: node.of, path: node.path });
  throw nixError(
    "BAD_ARGUMENT",
    "nix.has needs an attribute to ask for",
    'write nix.has(set, "name") or nix.has(set.name)',
  );
}

function or(value: unknown, fallback: unknown): NixExpr {
  const node = nodeOf(value);
  if (node?.k !== "select" || node.or !== undefined) {
    throw nixError(
      "BAD_ARGUMENT",
      "nix.or takes a selection, like pkgs.hello, and its default",
      "or use nix.if(nix.has(…), …)",
    );
  }
  return symbolic({
    k: "select",
    of: node.of,
    path: node.path,
    or: toNode(fallback, ["arguments", 1]),
  });
}

function selection(of: unknown, ...path: readonly unknown[]): NixExpr {
  const attrs = attrPath(path, "nix.select");
  if (attrs.length === 0)
    throw nixError(
      "BAD_ARGUMENT",
      "nix.select needs an attribute name",
      'write nix.select(set, "name")',
    );
  return symbolic(select(toNode(of, ["arguments", 0]), attrs));
}

function variable(name: string): NixExpr {
  if (isBareName(name)) return symbolic({ k: "var", name });
  throw nixError(
    "BAD_NAME",
    `\`${name}\` is not a Nix identifier`,
    "use letters, digits, _ - ' and no keyword",
  );
}

function integer(value: number | bigint): NixExpr {
  if (typeof value === "number" && !Number.isInteger(value)) {
    throw nixError("BAD_ARGUMENT", `${value} is not an integer`, "use nix.float, or a bigint");
  }
  const node = intNode(BigInt(value));
  if ("k" in node) return symbolic(node);
  throw nixError(node.code, node.message, node.remedy);
}

function float(value: number): NixExpr {
  if (Number.isFinite(value)) return symbolic(floatNode(value));
  throw nixError("NOT_FINITE", `${value} has no Nix literal`, "use a finite number");
}

function importOf(file: unknown, ...args: readonly unknown[]): NixExpr {
  const node: Node =
    typeof file === "string" ? pathNode(file, true) : toNode(file, ["arguments", 0]);
  return symbolic(call({ k: "var", name: "import" }, [node, ...toNodes(args, "arguments", 1)]));
}

const expr = (node: Node): NixExpr => symbolic(node);
const part = (value: unknown, name: string): Node => toNode(value, [name]);

/** What JavaScript has no syntax for; also the tag of `` nix`…` `` templates. */
export const nix: Nix = Object.assign(template, {
  required,
  builtins: symbolic({ k: "var", name: "builtins" }),
  if: (cond: unknown, yes: unknown, no: unknown) =>
    expr({ k: "if", cond: part(cond, "condition"), yes: part(yes, "then"), no: part(no, "else") }),
  let: (bindings: unknown, body: unknown) => expr(letNode(bindings, body)),
  with: (scope: unknown, body: unknown) => expr(withNode(scope, body)),
  rec: (bindings: unknown) => expr(recNode(bindings)),
  inherit: (...args: readonly unknown[]) => inheritObject(args),
  assert: (cond: unknown, body: unknown) =>
    expr({ k: "assert", cond: part(cond, "condition"), body: part(body, "body") }),
  op: (...args: readonly unknown[]) => expr(opNode(args)),
  not: (value: unknown) => expr(opNode(["!", value])),
  neg: (value: unknown) => expr(opNode(["-", value])),
  path: (path: string) => expr(pathNode(text(path, "nix.path"), false)),
  file: (path: string) => expr(pathNode(text(path, "nix.file"), true)),
  import: importOf,
  raw: (source: string) => expr(rawOf(text(source, "nix.raw"))),
  lambda: (params: Parameters<typeof lambdaNode>[0], body: unknown) =>
    expr(lambdaNode(params, body)),
  call: (fn: unknown, ...args: readonly unknown[]) =>
    expr(call(part(fn, "function"), toNodes(args, "arguments"))),
  select: selection,
  has,
  or,
  var: variable,
  int: integer,
  float,
  comment: (comment: string, value: unknown) =>
    expr({ k: "comment", text: text(comment, "nix.comment"), of: part(value, "value") }),
}) as Nix;
