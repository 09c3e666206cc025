import type { Doc } from "./doc.ts";

type Command = readonly [indent: number, flat: boolean, doc: Doc];

const STEP = 2;
/** Deeper nesting stays at this column, or else the text would grow with the square of the depth. */
const MAX_INDENT = 120;

/**
 * Lays a document out in `width` columns, after Wadler (2003) with an explicit stack instead of
 * laziness: each group is tried on one line first, looking ahead no further than the line's end.
 */
export function layout(doc: Doc, width: number): string {
  const out: string[] = [];
  const stack: Command[] = [[0, false, doc]];
  let column = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [indent, flat, item] = next;
    if (typeof item === "string") {
      out.push(item);
      column += item.length;
      continue;
    }
    switch (item.d) {
      case "concat":
        for (let i = item.docs.length - 1; i >= 0; i--)
          stack.push([indent, flat, item.docs[i] ?? ""]);
        break;
      case "nest":
        stack.push([Math.min(indent + STEP, MAX_INDENT), flat, item.doc]);
        break;
      case "break":
        if (flat && !item.hard) {
          out.push(item.flat);
          column += item.flat.length;
        } else if (item.blank) {
          out.push("\n");
          column = 0;
        } else {
          out.push("\n", " ".repeat(indent));
          column = indent;
        }
        break;
      case "group":
        stack.push([
          indent,
          !item.hard && (flat || fits([indent, true, item.doc], stack, width - column)),
          item.doc,
        ]);
        break;
      case "hug": {
        if (flat && !item.hard) {
          stack.push([indent, true, item.last], [indent, true, item.head]);
        } else if (
          fits(
            [indent, true, item.head],
            [...stack.slice(-8), [indent, false, item.last]],
            width - column,
          )
        ) {
          stack.push([indent, false, item.last], [indent, true, item.head]);
        } else {
          stack.push([indent, false, item.broken]);
        }
      }
    }
  }
  return out.join("");
}

/** Whether `first` and what follows it on the same line fit into `room` columns. */
function fits(first: Command, rest: readonly Command[], room: number): boolean {
  let left = room;
  let after = rest.length;
  const stack: Command[] = [first];
  while (left >= 0) {
    let next = stack.pop();
    if (next === undefined) {
      after--;
      next = rest[after];
      if (next === undefined) return true;
    }
    const [indent, flat, item] = next;
    if (typeof item === "string") {
      left -= item.length;
      continue;
    }
    switch (item.d) {
      case "concat":
        for (let i = item.docs.length - 1; i >= 0; i--)
          stack.push([indent, flat, item.docs[i] ?? ""]);
        break;
      case "nest":
        stack.push([indent, flat, item.doc]);
        break;
      case "break":
        if (item.hard || !flat) return true;
        left -= item.flat.length;
        break;
      case "group":
        stack.push([indent, flat || (after === rest.length && !item.hard), item.doc]);
        break;
      case "hug":
        stack.push([indent, flat, item.last], [indent, true, item.head]);
    }
  }
  return false;
}
