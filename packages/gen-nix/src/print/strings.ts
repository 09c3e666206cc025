import { blankline, concat, type Doc, hardline, nest } from "./doc.ts";

/** Text and printed expressions, in turn. */
export type Piece = { readonly text: string } | { readonly doc: Doc };

/** What Nix's double-quoted strings need escaped; all else stands as it is. */
export function escapeQuoted(text: string): string {
  return text.replaceAll(/["\\\n\r\t]|\$(?=\{)/g, (found) => ESCAPE[found] ?? `\\${found}`);
}

/** Like {@link escapeQuoted} for a fragment whose neighbours are unknown: every `$` and `{` is escaped. */
export function escapeFragment(text: string): string {
  return text.replaceAll(/["\\\n\r\t${]/g, (found) => ESCAPE[found] ?? `\\${found}`);
}
const ESCAPE: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A `$` right before an interpolation would make it literal (`$${`), so it is escaped as well. */
function beforeInterpolation(escaped: string, mark: string): string {
  return escaped.endsWith("$") ? `${escaped.slice(0, -1)}${mark}$` : escaped;
}

/** `"…"`, on one line but for what the expressions in it need. */
export function quoted(pieces: readonly Piece[]): Doc {
  const docs: Doc[] = ['"'];
  pieces.forEach((piece, index) => {
    if ("doc" in piece) docs.push("${", piece.doc, "}");
    else {
      const text = escapeQuoted(piece.text);
      docs.push(index < pieces.length - 1 ? beforeInterpolation(text, "\\") : text);
    }
  });
  return concat([...docs, '"']);
}

/**
 * True when the text is best, and safely, written as an indented string. Nix strips the common
 * indentation of the lines, so some line must have none of its own; it drops a last line of spaces;
 * a quote before an escape or the end would join it; and control characters have no escape there.
 */
export function suitsIndented(pieces: readonly Piece[]): boolean {
  if (!pieces.some((piece) => "text" in piece && piece.text.includes("\n"))) return false;
  const shape = pieces.map((piece) => ("doc" in piece ? HOLE : piece.text)).join("");
  if (pieces.some((piece) => "text" in piece && UNSAFE.test(piece.text))) return false;
  const lines = shape.split("\n");
  if (lines.length < 2 || (lines.length === 2 && lines[1] === "")) return false;
  if (/'$|'\$[{\ufdd0]/.test(shape)) return false;
  const last = lines.at(-1) ?? "";
  if (last !== "" && /^ +$/.test(last)) return false;
  return lines.some((text) => /^[^ ]/.test(text));
}
/** Stands for an expression while the text around it is looked at. */
const HOLE = "\ufdd0";
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be kept out
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f]/;

function escapeIndented(text: string): string {
  return text.replaceAll("''", "'''").replaceAll("${", "''${");
}

/** `''…''` over several lines, for pieces that {@link suitsIndented}. */
export function indented(pieces: readonly Piece[]): Doc {
  const docs: Doc[] = [];
  let begun = false;
  const lineStart = (empty: boolean): void => {
    docs.push(empty ? blankline : hardline);
  };
  pieces.forEach((piece, index) => {
    if ("doc" in piece) {
      if (!begun) lineStart(false);
      docs.push("${", piece.doc, "}");
      begun = true;
      return;
    }
    const more = index < pieces.length - 1;
    const escaped = escapeIndented(piece.text);
    const lines = (more ? beforeInterpolation(escaped, "''") : escaped).split("\n");
    lines.forEach((text, at) => {
      const last = at === lines.length - 1;
      if (at > 0 || !begun) {
        if (last && text === "" && !more) return;
        lineStart(text === "" && !(last && more));
      }
      docs.push(text);
    });
    begun = true;
  });
  const tail = pieces.at(-1);
  const closed = tail !== undefined && "text" in tail && tail.text.endsWith("\n");
  return concat(["''", nest(concat(docs)), ...(closed ? [hardline] : []), "''"]);
}
