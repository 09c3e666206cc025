import { splitPlaceholders } from "../expr/placeholder.ts";
import { symbolic } from "../expr/symbolic.ts";
import { type Doc, hardline } from "./doc.ts";
import { print } from "./print.ts";

/**
 * A comment as lines that each begin with `#`. Whatever Nix takes for the end of a line splits it, and
 * what no source may hold is left out, so that no comment can become code.
 */
export function commentLines(text: string): string[] {
  return readable(text)
    .split(/\r\n|\r|\n/)
    .map((one) => `# ${one.replaceAll("\0", "").replaceAll(LONE, "\ufffd")}`.trimEnd());
}
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with interpolated expressions as they are printed, on one line. */
function readable(text: string): string {
  const parts = splitPlaceholders(text).map((part) =>
    typeof part === "string" ? part : `\${${print(symbolic(part)).replaceAll(/\s+/g, " ")}}`,
  );
  return parts.join("");
}

/** The comment, each line with the break after it. */
export function commentDocs(text: string): Doc[] {
  return commentLines(text).flatMap((one) => [one, hardline]);
}
