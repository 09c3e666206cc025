import type { Node } from "../expr/node.ts";
import { attrsDoc } from "./attrs.ts";
import { analyse, isBinder } from "./binders.ts";
import { concat, type Doc, group, hardline, nest, softline } from "./doc.ts";
import { assertDoc, ifDoc, lambdaDoc, letDoc, withDoc } from "./forms.ts";
import { callDoc, listDoc, opDoc } from "./groups.ts";
import { leaf } from "./leaf.ts";
import { LEVEL, levelOf } from "./precedence.ts";
import type { Printer, Printing } from "./printing.ts";
import { openBinder } from "./scoping.ts";
import { isAbsorbable } from "./shape.ts";
import { commentedDoc, hasDoc, pathDoc, rawDoc, relocated, selectDoc, stringDoc } from "./terms.ts";

/** The document of a whole expression. */
export function toDoc(root: Node, relocate: Printer["relocate"]): Doc {
  const printer: Printer = {
    scoping: {
      binders: analyse(root),
      names: new Map(),
      bound: new Map(),
      open: new Set(),
      withs: [],
    },
    relocate,
    root,
  };
  return run(printer, root);
}

/**
 * Runs printing functions that ask (`yield`) for the documents of their parts. They read like
 * recursion, while the stack is this array: depth costs memory only.
 */
function run(printer: Printer, root: Node): Doc {
  const stack: Printing[] = [];
  let answer: Doc | undefined = leaf(printer, root, LEVEL.whole, false);
  if (answer !== undefined) return answer;
  stack.push(inPlace(printer, root, LEVEL.whole, false));
  let input: Doc = "";
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const step = top.next(input);
    if (step.done) {
      stack.pop();
      input = step.value;
      continue;
    }
    const { node, level, wide = false } = step.value;
    answer = leaf(printer, node, level, wide);
    if (answer === undefined) stack.push(inPlace(printer, node, level, wide));
    else input = answer;
  }
  return input;
}

/** The node where an operand of at least `level` is asked for. */
function* inPlace(printer: Printer, asked: Node, level: number, wide: boolean): Printing {
  const node = asked.k === "path" ? relocated(printer, asked) : asked;
  if (!isBinder(node)) {
    return parenthesised(node, yield* form(printer, node, wide), levelOf(node) < level);
  }
  const opened = openBinder(printer.scoping, node);
  const doc = yield* form(printer, node, wide, opened.own);
  opened.close();
  if (opened.aliases.length === 0) return parenthesised(node, doc, levelOf(node) < level);
  const bindings = opened.aliases.flatMap((alias) => [hardline, `${alias.name} = ${alias.of};`]);
  const whole = concat(["let", nest(concat(bindings)), hardline, "in", hardline, doc]);
  return level > LEVEL.whole
    ? concat(["(", nest(concat([hardline, whole])), hardline, ")"])
    : whole;
}

function parenthesised(node: Node, doc: Doc, needed: boolean): Doc {
  if (!needed) return doc;
  if (isAbsorbable(node) || node.k === "call" || node.k === "unary") return concat(["(", doc, ")"]);
  return group(concat(["(", nest(concat([softline, doc])), softline, ")"]));
}

function form(printer: Printer, node: Node, wide: boolean, own?: string): Printing {
  switch (node.k) {
    case "str":
      return stringDoc(node.parts);
    case "path":
      return pathDoc(node);
    case "select":
      return selectDoc(node);
    case "has":
      return hasDoc(node);
    case "call":
      return callDoc(node);
    case "op":
      return opDoc(node);
    case "unary":
      return unaryDoc(node);
    case "if":
      return ifDoc(node);
    case "let":
      return letDoc(printer, node);
    case "with":
      return withDoc(printer, node);
    case "assert":
      return assertDoc(node);
    case "lambda":
      return lambdaDoc(printer, node, own);
    case "list":
      return listDoc(node);
    case "attrs":
      return attrsDoc(printer, node, wide);
    case "raw":
      return rawDoc(node);
    case "comment":
      return commentedDoc(node);
    case "ref":
      return hiddenRef(printer, node);
    default:
      throw new Error(`unreachable: ${node.k} is a leaf`);
  }
}

import type { RefNode, UnaryNode } from "../expr/node.ts";
import { hiddenWith } from "./scoping.ts";

function* unaryDoc(node: UnaryNode): Printing {
  const of = yield { node: node.of, level: levelOf(node) };
  return concat([node.op, of]);
}

/** A name of a `with` that something hides, taken from the `with`'s scope itself. */
function* hiddenRef(printer: Printer, ref: RefNode): Printing {
  const owner = hiddenWith(printer.scoping, ref);
  if (owner === undefined) return ref.name;
  return yield { node: { k: "select", of: owner.scope, path: [ref.name] }, level: LEVEL.select };
}
