import type { Doc } from "./doc.ts";

/** A document to lay out; `at` is how far a row of documents has been. */
interface Frame {
  readonly indent: number;
  readonly flat: boolean;
  readonly doc: Doc;
  readonly at: number;
}

/** Deeper nesting stays at this column, or else the text would grow with the square of the depth. */
const MAX_INDENT = 120;

/**
 * Lays a document out in `width` columns, after Wadler (2003) with an explicit stack instead of
 * laziness: each group is tried on one line first, looking ahead no further than the line's end.
 */
export function layout(root: Doc, width: number): string {
  let out = "";
  const stack: Frame[] = [{ indent: 0, flat: false, doc: root, at: 0 }];
  let column = 0;
  const text = (piece: string): void => {
    out += piece;
    column += piece.length;
  };
  for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
    const { indent, flat, doc } = frame;
    if (typeof doc === "string") {
      text(doc);
      continue;
    }
    switch (doc.d) {
      case "concat": {
        let { at } = frame;
        let item = doc.docs[at];
        for (; typeof item === "string"; item = doc.docs[++at]) text(item);
        if (item === undefined) break;
        if (at + 1 < doc.docs.length) stack.push({ indent, flat, doc, at: at + 1 });
        stack.push({ indent, flat, doc: item, at: 0 });
        break;
      }
      case "later":
        stack.push({ indent, flat: false, doc: doc.make(), at: 0 });
        break;
      case "nest":
        stack.push({ indent: Math.min(indent + doc.by, MAX_INDENT), flat, doc: doc.doc, at: 0 });
        break;
      case "break":
        if (flat && !doc.hard) text(doc.flat);
        else {
          out += doc.blank ? "\n" : newline(indent);
          column = doc.blank ? 0 : indent;
        }
        break;
      case "group": {
        const whole = { indent, flat: true, doc: doc.doc, at: 0 };
        const oneLine = !doc.hard && (flat || fits(whole, stack, width - column));
        stack.push(oneLine ? whole : { ...whole, flat: false });
        break;
      }
      case "hug": {
        const oneLine = flat && !doc.hard;
        const head = { indent, flat: true, doc: doc.head, at: 0 };
        const last = { indent, flat: oneLine, doc: doc.last, at: 0 };
        if (oneLine || fits(head, [...stack.slice(-8), last], width - column))
          stack.push(last, head);
        else stack.push({ indent, flat: false, doc: doc.broken, at: 0 });
      }
    }
  }
  return out;
}

const NEWLINES: readonly string[] = Array.from(
  { length: MAX_INDENT + 1 },
  (_, n) => `\n${" ".repeat(n)}`,
);

function newline(indent: number): string {
  return NEWLINES[indent] ?? `\n${" ".repeat(indent)}`;
}

/** Whether `first` and what follows it on the same line fit into `room` columns. */
function fits(first: Frame, rest: readonly Frame[], room: number): boolean {
  let left = room;
  let after = rest.length;
  const stack: Frame[] = [first];
  while (left >= 0) {
    let frame = stack.pop();
    if (frame === undefined) {
      after--;
      frame = rest[after];
      if (frame === undefined) return true;
    }
    const { indent, flat, doc } = frame;
    if (typeof doc === "string") {
      left -= doc.length;
      continue;
    }
    switch (doc.d) {
      case "concat": {
        let { at } = frame;
        let item = doc.docs[at];
        for (; typeof item === "string"; item = doc.docs[++at]) left -= item.length;
        if (item === undefined) break;
        if (at + 1 < doc.docs.length) stack.push({ indent, flat, doc, at: at + 1 });
        stack.push({ indent, flat, doc: item, at: 0 });
        break;
      }
      case "later":
        return left >= 1;
      case "nest":
        stack.push({ indent, flat, doc: doc.doc, at: 0 });
        break;
      case "break":
        if (doc.hard || !flat) return true;
        left -= doc.flat.length;
        break;
      case "group":
        // What follows the first document may break wherever it can.
        stack.push({
          indent,
          flat: flat || (after === rest.length && !doc.hard),
          doc: doc.doc,
          at: 0,
        });
        break;
      case "hug":
        stack.push(
          { indent, flat, doc: doc.last, at: 0 },
          { indent, flat: true, doc: doc.head, at: 0 },
        );
    }
  }
  return false;
}
