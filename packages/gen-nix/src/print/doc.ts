/**
 * A document in the sense of Wadler, "A prettier printer" (2003): text with places where it may
 * break. The layout (layout.ts) chooses, group by group, whether it does.
 */
export type Doc = string | Concat | Break | Nest | Group | Hug | Later;

/** Documents in a row. */
interface Concat {
  readonly d: "concat";
  readonly docs: readonly Doc[];
  readonly hard: boolean;
}
/**
 * A place to break. `flat` is what stands there when its group does not break. A `hard` one always
 * breaks; a `blank` one does so without indentation, and `level` counts from the line's nesting.
 */
interface Break {
  readonly d: "break";
  readonly flat: string;
  readonly hard: boolean;
  readonly blank: boolean;
}
/** Breaks inside are indented more, by `by` columns. */
interface Nest {
  readonly d: "nest";
  readonly by: number;
  readonly doc: Doc;
  readonly hard: boolean;
}
/** Broken as a whole, or on one line as a whole. */
interface Group {
  readonly d: "group";
  readonly doc: Doc;
  readonly hard: boolean;
}
/**
 * `head last` with `head` on one line and `last` broken as it likes, when `head` and the first line
 * of `last` fit; else `broken`.
 */
interface Hug {
  readonly d: "hug";
  readonly head: Doc;
  readonly last: Doc;
  readonly broken: Doc;
  readonly hard: boolean;
}

/**
 * A document over several lines that is made when the layout comes to it, so that large data is never
 * in memory as documents all at once. It begins with one character and a line break.
 */
interface Later {
  readonly d: "later";
  readonly make: () => Doc;
  readonly hard: true;
}

const isHard = (doc: Doc): boolean => typeof doc !== "string" && doc.hard;

/** A space, or a line break. */
export const line: Doc = { d: "break", flat: " ", hard: false, blank: false };
/** Nothing, or a line break. */
export const softline: Doc = { d: "break", flat: "", hard: false, blank: false };
/** A line break in any case. */
export const hardline: Doc = { d: "break", flat: "", hard: true, blank: false };
/** A line break with no indentation after it: an empty line, or text that is kept as it is. */
export const blankline: Doc = { d: "break", flat: "", hard: true, blank: true };

export function concat(docs: readonly Doc[]): Doc {
  let texts = true;
  let hard = false;
  for (const doc of docs) {
    texts &&= typeof doc === "string";
    hard ||= isHard(doc);
  }
  return texts ? docs.join("") : { d: "concat", docs, hard };
}

/** What one level of nesting is indented by. */
const STEP = 2;

export function later(make: () => Doc): Doc {
  return { d: "later", make, hard: true };
}

export function nest(doc: Doc, by: number = STEP): Doc {
  return typeof doc === "string" || by === 0 ? doc : { d: "nest", by, doc, hard: doc.hard };
}

export function group(doc: Doc): Doc {
  return typeof doc === "string" ? doc : { d: "group", doc, hard: doc.hard };
}

export function hug(head: Doc, last: Doc, broken: Doc): Doc {
  if (isHard(head)) return group(broken);
  return { d: "hug", head, last, broken, hard: isHard(last) };
}

/** `docs` with `separator` between them. */
export function join(docs: readonly Doc[], separator: Doc): Doc[] {
  const joined: Doc[] = [];
  for (const doc of docs) {
    if (joined.length > 0) joined.push(separator);
    joined.push(doc);
  }
  return joined;
}

/** True for a `let … in` over several lines, also one that only the printer added. */
export function isLet(doc: Doc): boolean {
  return typeof doc !== "string" && doc.d === "concat" && doc.docs[0] === "let";
}
