import { isBareName } from "../expr/names.ts";
import type {
  Attr,
  CommentNode,
  HasNode,
  Node,
  PathNode,
  RawNode,
  SelectNode,
} from "../expr/node.ts";
import { pathNode } from "../expr/paths.ts";
import { commentDocs } from "./comments.ts";
import { blankline, concat, type Doc, hardline, nest } from "./doc.ts";
import { LEVEL } from "./precedence.ts";
import type { Printer, Printing } from "./printing.ts";
import {
  escapeFragment,
  escapeQuoted,
  indented,
  type Piece,
  quoted,
  suitsIndented,
} from "./strings.ts";

/** A string without expressions in it. */
export function textDoc(parts: readonly unknown[]): Doc {
  const pieces = parts.map((part): Piece => ({ text: String(part) }));
  return suitsIndented(pieces) ? indented(pieces) : quoted(pieces);
}

/** A string with expressions in it. */
export function* stringDoc(parts: readonly (string | Node)[]): Printing {
  const pieces = yield* piecesOf(parts);
  return suitsIndented(pieces) ? indented(pieces) : quoted(pieces);
}

function* piecesOf(
  parts: readonly (string | Node)[],
): Generator<{ node: Node; level: number }, Piece[], Doc> {
  const pieces: Piece[] = [];
  for (const part of parts) {
    pieces.push(
      typeof part === "string" ? { text: part } : { doc: yield { node: part, level: LEVEL.whole } },
    );
  }
  return pieces;
}

/** The path where the text will be stored. */
export function relocated(printer: Printer, node: PathNode): PathNode {
  if (printer.relocate === undefined) return node;
  const moved = pathNode(printer.relocate({ path: node.text, file: node.file }), node.file);
  if (node.parts.every((part) => typeof part === "string")) return moved;
  // The expressions, and what stands between them, follow the part that was moved.
  const tail = node.parts.slice(1);
  const [head = "", ...more] = moved.parts;
  return { ...moved, parts: [head, ...merged([...more, ...tail])] };
}

function merged(parts: readonly (string | Node)[]): (string | Node)[] {
  const all: (string | Node)[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (typeof part === "string" && typeof last === "string") all[all.length - 1] = last + part;
    else all.push(part);
  }
  return all;
}

/** `./a/b`, or `./a + "/b c"` where a literal cannot hold it all. */
export function* pathDoc(node: PathNode): Printing {
  const [head = "", ...rest] = node.parts;
  if (typeof head !== "string") throw new Error("unreachable: a path begins with text");
  return rest.length === 0 ? head : concat([head, " + ", quoted(yield* piecesOf(rest))]);
}

/** A fixed attribute name: bare where it can be, else quoted. */
export function nameText(name: string): string {
  return isBareName(name) ? name : `"${escapeQuoted(name)}"`;
}

/** An attribute name: bare where it can be, else quoted, or `${…}`. */
function* attrDoc(attr: Attr): Printing {
  if (typeof attr === "string") return nameText(attr);
  if (attr.k === "str" && attr.parts.every((part) => typeof part === "string")) {
    return nameText(attr.parts.join(""));
  }
  if (attr.k !== "str") return concat(["${", yield { node: attr, level: LEVEL.whole }, "}"]);
  const [only] = attr.parts;
  if (attr.parts.length === 1 && only !== undefined && typeof only !== "string") {
    return concat(["${", yield { node: only, level: LEVEL.whole }, "}"]);
  }
  return quoted(yield* piecesOf(attr.parts));
}

export function* attrPathDoc(path: readonly Attr[]): Printing {
  const docs: Doc[] = [];
  for (const attr of path) {
    if (docs.length > 0) docs.push(".");
    docs.push(yield* attrDoc(attr));
  }
  return concat(docs);
}

export function* selectDoc(node: SelectNode): Printing {
  const of = yield { node: node.of, level: baseLevel(node.of) };
  const docs: Doc[] = [of, ".", yield* attrPathDoc(node.path)];
  if (node.or !== undefined) docs.push(" or ", yield { node: node.or, level: LEVEL.select });
  return concat(docs);
}

/** Numbers and paths would swallow the dot after them: no level is tight enough for them. */
function baseLevel(node: Node): number {
  return node.k === "int" || node.k === "float" || node.k === "path" ? LEVEL.term + 1 : LEVEL.term;
}

export function* hasDoc(node: HasNode): Printing {
  const of = yield { node: node.of, level: LEVEL.has };
  return concat([of, " ? ", yield* attrPathDoc(node.path)]);
}

export function* commentedDoc(node: CommentNode): Printing {
  return concat([...commentDocs(node.text), yield { node: node.of, level: LEVEL.whole }]);
}

/** Source text, with the values in it written as their places need. */
export function* rawDoc(node: RawNode): Printing {
  const docs: Doc[] = [];
  // How far the line that is being written is indented within the text.
  let margin = 0;
  for (const [at, part] of node.parts.entries()) {
    if (typeof part !== "string") {
      docs.push(nest(yield* holeDoc(part.position, part.value), margin));
      continue;
    }
    const lines = part.split("\n");
    lines.forEach((one, index) => {
      if (index > 0) {
        const empty = one === "" && !(index === lines.length - 1 && at < node.parts.length - 1);
        docs.push(empty || !node.shift ? blankline : hardline);
      }
      docs.push(one);
    });
    if (node.shift && (lines.length > 1 || at === 0))
      margin = /^ */.exec(lines.at(-1) ?? "")?.[0].length ?? 0;
  }
  return concat(docs);
}

function* holeDoc(position: string, value: Node): Printing {
  switch (position) {
    case "attr":
      return yield* attrDoc(value);
    case "string":
    case "indented": {
      const parts = value.k === "str" ? value.parts : [value];
      const docs: Doc[] = [];
      for (const piece of yield* piecesOf(parts)) {
        if ("doc" in piece) docs.push("${", piece.doc, "}");
        else if (position === "indented" && !PLAIN.test(piece.text))
          docs.push("${", quoted([piece]), "}");
        else docs.push(escapeFragment(piece.text));
      }
      return concat(docs);
    }
    case "term":
      return yield { node: value, level: baseLevel(value) };
    default:
      return yield { node: value, level: LEVEL.select };
  }
}
const PLAIN = /^[A-Za-z0-9_./:-]+$/;
