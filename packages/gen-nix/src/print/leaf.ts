import type { AttrsNode, ListNode, Node } from "../expr/node.ts";
import { assigned, braces, pathTo } from "./attrs.ts";
import { type Doc, later } from "./doc.ts";
import { brackets } from "./groups.ts";
import { numberText } from "./number-text.ts";
import { LEVEL } from "./precedence.ts";
import type { Printer } from "./printing.ts";
import { hiddenWith, nameOf } from "./scoping.ts";
import { nameText, textDoc } from "./terms.ts";

/** Data nested less deeply than this is printed by recursion, which is faster. */
const SHALLOW = 200;

/** The document of a form that needs no other printed first, and of plain data; else undefined. */
export function leaf(printer: Printer, node: Node, level: number, wide: boolean): Doc | undefined {
  switch (node.k) {
    case "null":
      return "null";
    case "bool":
      return String(node.value);
    case "int":
    case "float": {
      const number = numberText(node);
      return number.level < level ? `(${number.text})` : number.text;
    }
    case "str":
      return node.parts.every((part) => typeof part === "string") ? textDoc(node.parts) : undefined;
    case "var":
      return nameOf(printer.scoping, node);
    case "ref":
      return hiddenWith(printer.scoping, node) === undefined
        ? nameOf(printer.scoping, node)
        : undefined;
    case "list":
      if (!node.data || node.depth >= SHALLOW) return undefined;
      return node.items.length > 1 ? later(() => listData(printer, node)) : listData(printer, node);
    case "attrs":
      if (!node.data || node.depth >= SHALLOW) return undefined;
      return node.entries.length > 1
        ? later(() => attrsData(printer, node, wide))
        : attrsData(printer, node, wide);
    default:
      return undefined;
  }
}

function listData(printer: Printer, node: ListNode): Doc {
  return brackets(node.items.map((item) => leaf(printer, item, LEVEL.select, false) ?? ""));
}

function attrsData(printer: Printer, node: AttrsNode, wide: boolean): Doc {
  const docs = node.entries.map((entry): Doc => {
    const { path, value } = pathTo(entry);
    let name = "";
    for (const attr of path) {
      if (typeof attr === "string") name += name === "" ? nameText(attr) : `.${nameText(attr)}`;
    }
    return assigned(name, value, leaf(printer, value, LEVEL.whole, true) ?? "");
  });
  return braces("{", docs, wide);
}
