import type { BinaryOperator, CallNode, ListNode, Node, OpNode } from "../expr/node.ts";
import { concat, type Doc, group, hardline, hug, join, line, nest } from "./doc.ts";
import { LEVEL, operandLevels, sideOf } from "./precedence.ts";
import type { Printing } from "./printing.ts";
import { bare, isAbsorbable, isBlock, isSimple } from "./shape.ts";

/** `[ a ]` on one line if it fits; two elements and more one per line, as nixfmt has it. */
export function* listDoc(node: ListNode): Printing {
  return brackets(yield* itemsOf(node));
}

/** Elements in their brackets. */
export function brackets(docs: readonly Doc[]): Doc {
  return docs.length === 0 ? "[ ]" : bracketed(docs, docs.length === 1 ? line : hardline);
}

function* itemsOf(node: ListNode): Generator<{ node: Node; level: number }, Doc[], Doc> {
  const docs: Doc[] = [];
  for (const item of node.items) docs.push(yield { node: item, level: LEVEL.select });
  return docs;
}

function bracketed(docs: readonly Doc[], separator: Doc): Doc {
  return group(concat(["[", nest(concat([separator, ...join(docs, separator)])), separator, "]"]));
}

const SHORT_LIST = 6;

/** An argument: a short list of simple things may stay on one line here. */
function* argumentDoc(node: Node): Printing {
  if (
    node.k === "list" &&
    node.items.length > 0 &&
    node.items.length <= SHORT_LIST &&
    node.items.every(isSimple)
  ) {
    return bracketed(yield* itemsOf(node), line);
  }
  return yield { node, level: LEVEL.select };
}

/** `f a b`, with a last argument in brackets beginning on the same line. */
export function* callDoc(node: CallNode): Printing {
  const fn = yield { node: node.fn, level: LEVEL.call };
  const args: Doc[] = [];
  for (const arg of node.args) args.push(yield* argumentDoc(arg));
  const broken = concat([fn, nest(concat(args.flatMap((arg) => [line, arg])))]);
  const last = node.args.at(-1);
  const lastDoc = args.at(-1);
  if (
    last === undefined ||
    lastDoc === undefined ||
    !isAbsorbable(bare(last)) ||
    bare(last) !== last
  ) {
    return group(broken);
  }
  return hug(concat([...join([fn, ...args.slice(0, -1)], " "), " "]), lastDoc, broken);
}

const OPENING: ReadonlySet<BinaryOperator> = new Set(["//", "++", "+"]);

/** `a op b op c`: one line, or each operator at the beginning of a line. */
export function* opDoc(node: OpNode): Printing {
  const operands = yield* chain(node);
  const docs = operands.map((one) => one.doc);
  const rest = docs.slice(1).map((doc) => concat([line, node.op, " ", nest(doc)]));
  const broken = concat([docs[0] ?? "", ...rest]);
  const last = operands.at(-1);
  if (last === undefined || !OPENING.has(node.op) || !isBlock(last.node)) return group(broken);
  const head = docs.slice(0, -1).flatMap((doc) => [doc, ` ${node.op} `]);
  return hug(concat(head), last.doc, broken);
}

interface Operand {
  readonly node: Node;
  readonly doc: Doc;
}

/** The operands of a run of one operator, on the side on which it needs no parentheses. */
function* chain(node: OpNode): Generator<{ node: Node; level: number }, Operand[], Doc> {
  const { op } = node;
  const levels = operandLevels(op);
  const side = sideOf(op);
  const found: { node: Node; level: number }[] = [];
  let inner: Node = node;
  while (inner.k === "op" && inner.op === op && (inner === node || side !== "none")) {
    const far: Node = side === "right" ? inner.left : inner.right;
    found.push({ node: far, level: side === "right" ? levels.left : levels.right });
    inner = side === "right" ? inner.right : inner.left;
  }
  found.push({ node: inner, level: side === "right" ? levels.right : levels.left });
  if (side !== "right") found.reverse();
  const operands: Operand[] = [];
  for (const one of found) operands.push({ node: one.node, doc: yield one });
  return operands;
}
