import type {
  AssertNode,
  Formal,
  IfNode,
  LambdaNode,
  LetNode,
  Node,
  WithNode,
} from "../expr/node.ts";
import { bindingDocs, rightSide } from "./attrs.ts";
import { concat, type Doc, group, hardline, isLet, join, line, nest } from "./doc.ts";
import { LEVEL } from "./precedence.ts";
import type { Ask, Printer, Printing } from "./printing.ts";
import { isAbsorbable, isShortPattern } from "./shape.ts";

const whole = (node: Node): Ask => ({ node, level: LEVEL.whole });

/** `if a then b else c`, on one line or with the branches indented. */
export function* ifDoc(node: IfNode): Printing {
  const docs: Doc[] = [];
  let one: Node = node;
  for (; one.k === "if"; one = one.no) {
    const cond = yield whole(one.cond);
    const yes = yield whole(one.yes);
    const nested = one.no.k === "if";
    docs.push("if ", group(nest(cond)), " then", nest(concat([nested ? hardline : line, yes])));
    docs.push(nested ? hardline : line, nested ? "else " : "else");
  }
  return group(concat([...docs, nest(concat([line, yield whole(one)]))]));
}

/** Always over several lines. */
export function* letDoc(printer: Printer, node: LetNode): Printing {
  const docs = yield* bindingDocs(printer, node.entries);
  const body = yield whole(node.body);
  const bindings = nest(concat(docs.flatMap((doc) => [hardline, doc])));
  return concat(["let", bindings, hardline, "in", hardline, body]);
}

export function* withDoc(printer: Printer, node: WithNode): Printing {
  const scope = yield whole(node.scope);
  printer.scoping.withs.push(node);
  const body = yield whole(node.body);
  printer.scoping.withs.pop();
  const head = concat(["with ", nest(group(scope)), ";"]);
  return isAbsorbable(node.body) && !isLet(body)
    ? concat([head, " ", body])
    : group(concat([head, line, body]));
}

export function* assertDoc(node: AssertNode): Printing {
  const cond = yield whole(node.cond);
  return concat(["assert ", nest(group(cond)), ";", hardline, yield whole(node.body)]);
}

export function* lambdaDoc(printer: Printer, node: LambdaNode, own: string | undefined): Printing {
  if (node.formals === undefined) {
    const body = yield whole(node.body);
    const joined = !isLet(body) && (isAbsorbable(node.body) || node.body.k === "lambda");
    return joined ? concat([own ?? "_", ": ", body]) : group(concat([own ?? "_", ":", line, body]));
  }
  const head = yield* patternDoc(node, own);
  const body = yield whole(node.body);
  const joined =
    node !== printer.root && isShortPattern(node) && isAbsorbable(node.body) && !isLet(body);
  return concat([
    head,
    ":",
    joined ? " " : node === printer.root || !isShortPattern(node) ? hardline : line,
    body,
  ]);
}

function* patternDoc(node: LambdaNode, own: string | undefined): Printing {
  const items: Doc[] = [];
  for (const formal of node.formals ?? []) items.push(yield* formalDoc(formal));
  if (node.ellipsis) items.push("...");
  const at = own === undefined ? "" : `${own}@`;
  if (items.length === 0) return `${at}{ }`;
  if (isShortPattern(node)) return concat([at, "{ ", ...join(items, ", "), " }"]);
  const lines = items.map((item, index) =>
    concat([hardline, item, index === items.length - 1 && node.ellipsis ? "" : ","]),
  );
  return concat([at, "{", nest(concat(lines)), hardline, "}"]);
}

function* formalDoc(formal: Formal): Printing {
  if (formal.or === undefined) return formal.name;
  const doc = yield { node: formal.or, level: LEVEL.whole, wide: true };
  return concat([formal.name, " ?", rightSide(formal.or, doc)]);
}
