import { isBareName } from "../expr/names.ts";
import type { Attr, AttrsNode, Entry, Node } from "../expr/node.ts";
import { commentDocs } from "./comments.ts";
import { concat, type Doc, group, hardline, isLet, line, nest } from "./doc.ts";
import { LEVEL } from "./precedence.ts";
import type { Ask, Printer, Printing } from "./printing.ts";
import { hiddenWith, nameOf } from "./scoping.ts";
import { bare, isAbsorbable } from "./shape.ts";
import { attrPathDoc } from "./terms.ts";

/** `{ a = 1; }` on one line when it fits; two bindings and more one per line, as nixfmt has it. */
export function* attrsDoc(printer: Printer, node: AttrsNode, wide: boolean): Printing {
  const open = node.rec ? "rec {" : "{";
  return braces(open, yield* bindingDocs(printer, node.entries), wide);
}

/** Bindings in their braces. */
export function braces(open: string, docs: readonly Doc[], wide: boolean): Doc {
  if (docs.length === 0) return `${open} }`;
  const separator = wide || docs.length > 1 ? hardline : line;
  const inner: Doc[] = [];
  for (const doc of docs) inner.push(separator, doc);
  return group(concat([open, nest(concat(inner)), separator, "}"]));
}

/** The bindings of a set or a `let`: what is inherited first, then one binding each. */
export function* bindingDocs(
  printer: Printer,
  entries: readonly Entry[],
): Generator<Ask, Doc[], Doc> {
  const plain: string[] = [];
  const from = new Map<Node, string[]>();
  const bindings: Entry[] = [];
  for (const entry of entries) {
    const source = inherited(printer, entry);
    if (source === undefined) bindings.push(entry);
    else if (source === "scope") plain.push(String(entry.name));
    else from.set(source, [...(from.get(source) ?? []), String(entry.name)]);
  }
  const docs: Doc[] = [];
  if (plain.length > 0) docs.push(inheritDoc("inherit", plain));
  for (const [source, names] of from) {
    const of = yield { node: source, level: LEVEL.whole };
    docs.push(inheritDoc(concat(["inherit (", of, ")"]), names));
  }
  for (const entry of bindings) docs.push(yield* bindingDoc(entry));
  return docs;
}

function inheritDoc(head: Doc, names: readonly string[]): Doc {
  const separator = names.length < 4 ? line : hardline;
  const end = names.length < 4 ? "" : hardline;
  const listed = concat(names.flatMap((name) => [separator, name]));
  return group(concat([head, nest(concat([listed, end])), ";"]));
}

/** Where an attribute is inherited from: the scope around, a set, or undefined when it is not. */
function inherited(printer: Printer, entry: Entry): "scope" | Node | undefined {
  const { name, value } = entry;
  if (typeof name !== "string" || !isBareName(name)) return undefined;
  if (value.k === "var") return nameOf(printer.scoping, value) === name ? "scope" : undefined;
  if (value.k === "ref") {
    const shown =
      hiddenWith(printer.scoping, value) === undefined && nameOf(printer.scoping, value);
    return shown === name ? "scope" : undefined;
  }
  return value.k === "select" && value.inherit && value.path[0] === name ? value.of : undefined;
}

/** A binding with the sets of a single attribute that lead to its value merged into a path. */
export function pathTo(entry: Entry): {
  readonly path: Attr[];
  readonly value: Node;
  readonly comments: string[];
} {
  const path: Attr[] = [entry.name];
  const comments: string[] = [];
  let { value } = entry;
  for (;;) {
    const only: Entry | undefined =
      value.k === "attrs" && !value.rec && value.entries.length === 1
        ? value.entries[0]
        : undefined;
    if (value.k === "comment") {
      comments.push(value.text);
      value = value.of;
    } else if (only !== undefined) {
      path.push(only.name);
      value = only.value;
    } else return { path, value, comments };
  }
}

function* bindingDoc(entry: Entry): Printing {
  const { path, value, comments } = pathTo(entry);
  const name = yield* attrPathDoc(path);
  const doc = yield { node: value, level: LEVEL.whole, wide: true };
  return concat([...comments.flatMap(commentDocs), assigned(name, value, doc)]);
}

/** `name = value;` */
export function assigned(name: Doc, value: Node, doc: Doc): Doc {
  const right = rightSide(value, doc);
  if (typeof name === "string" && typeof right === "string") return `${name} =${right};`;
  return group(concat([name, " =", right, ";"]));
}

/** What follows a `=`: on the same line where its brackets allow, else on the next, indented. */
export function rightSide(value: Node, doc: Doc): Doc {
  if (typeof doc === "string") return ` ${doc}`;
  const stays = doc.d === "hug" || (isAbsorbable(value) && !isLet(doc)) || STAYS.has(bare(value).k);
  return stays ? concat([" ", doc]) : nest(concat([line, doc]));
}
const STAYS: ReadonlySet<Node["k"]> = new Set([
  "str",
  "path",
  "list",
  "attrs",
  "call",
  "raw",
  "select",
]);
