/** What may stand unquoted, by place. Everything else is written as a quoted string. */
export const KIND_WORD: RegExp = /[\p{L}_][\p{L}\p{N}_-]*/uy;
export const TAG_WORD: RegExp = /[\p{L}\p{N}_-]+/uy;
export const NAME_WORD: RegExp = /[\p{L}\p{N}_@*?-]+/uy;
export const PATH_WORD: RegExp = /[\p{L}_][\p{L}\p{N}_-]*/uy;
export const VALUE_WORD: RegExp = /[\p{L}\p{N}_./:@+%-]+/uy;
export const NUMBER: RegExp = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The word of this shape at an offset, or `""`. */
export function wordAt(shape: RegExp, text: string, offset: number): string {
  const fresh = new RegExp(shape.source, shape.flags);
  fresh.lastIndex = offset;
  return fresh.exec(text)?.[0] ?? "";
}

/** Whether a whole text is one word of this shape. */
export function isWord(shape: RegExp, text: string): boolean {
  return text !== "" && wordAt(shape, text, 0) === text;
}
