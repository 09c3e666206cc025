import { MERMAID_EDGES, type Picture, toDot, toHtml, toMermaid, toSvg } from "den-diagram";
import type { Format } from "./format.ts";

/** Pictures by name as one text; a format that holds one picture is given one. */
export function rendered(
  pictures: readonly (readonly [name: string, picture: Picture])[],
  format: Format,
  title: string,
  together: boolean,
): string {
  const [first] = pictures;
  if (format === "html")
    return toHtml(
      pictures.map(([, picture]) => picture),
      { title },
    );
  if (format === "json") {
    const data = together ? Object.fromEntries(pictures) : first?.[1];
    return `${JSON.stringify(data, null, 2)}\n`;
  }
  if (first === undefined) return "";
  return format === "svg"
    ? toSvg(first[1])
    : format === "dot"
      ? toDot(first[1])
      : toMermaid(first[1]);
}

/** What to say of a picture that Mermaid does not draw by itself; undefined of any other. */
export function mermaidWarning({ edges }: Picture, format: Format): string | undefined {
  if (format !== "mermaid" || edges.length <= MERMAID_EDGES) return undefined;
  return `the picture has ${edges.length} edges, and Mermaid draws at most ${MERMAID_EDGES} by default: raise \`maxEdges\` where it is shown, narrow it with --focus, --at or --collapse, or use --format svg or html`;
}
