import { layout } from "../layout/layout.ts";
import type { Measure } from "../layout/measure.ts";
import type { Picture, PictureEdge, PictureNode } from "../picture/picture.ts";
import { printable } from "../picture/printable.ts";
import { drawParts, MARGIN } from "../svg/draw.ts";
import { escapeText } from "../svg/escape.ts";
import { px } from "../svg/shapes.ts";
import { drawingCss, type Theme, themeCss } from "../svg/theme.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { PAGE_STYLE } from "./page-style.ts";

/** How a page is made. */
export interface HtmlOptions {
  /** The page's title; the first picture's otherwise. */
  readonly title?: string;
  /** `auto` otherwise: light or dark as the reader's system prefers. */
  readonly theme?: Theme;
  /** The width of text at a font size of 1; by default that of a common sans serif. */
  readonly measure?: Measure;
}

/**
 * One HTML document with one picture, or several as tabs: search, neighbours, kinds to switch off,
 * details on a click, keys. It needs nothing from elsewhere, and forbids itself to fetch anything. What
 * is in a picture appears as text, whatever characters it has.
 */
export function toHtml(
  pictures: Picture | readonly Picture[],
  { title, theme = "auto", measure }: HtmlOptions = {},
): string {
  const all = isOne(pictures) ? [pictures] : pictures;
  const name = title ?? all[0]?.title ?? "";
  const drawings = all.map((picture) => drawing(picture, measure));
  const tabs = all.map(
    ({ title: tab }, index) =>
      `<button role="tab" aria-selected="false">${escapeText(tab === "" ? `picture ${index + 1}` : tab)}</button>`,
  );
  return `<!doctype html>
<html lang="en" class="den-diagram">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(name)}</title>
<style>${themeCss(theme, ":root")}
${drawingCss(".den-diagram")}
${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeText(name)}</h1>
<nav role="tablist"${all.length < 2 ? " hidden" : ""}>${tabs.join("")}</nav>
<input id="search" type="search" placeholder="Search (press /)" aria-label="Search">
<output id="count" for="search"></output>
<button id="out" aria-label="Smaller">−</button><button id="in" aria-label="Larger">+</button><button id="fit">Fit</button>
</header>
<main>
${drawings.join("\n")}
</main>
<aside hidden aria-live="polite"></aside>
<footer><span id="kinds"></span></footer>
<script type="application/json" id="data">${json(all.map(pictureData))}</script>
<script>${all.length === 0 ? "" : PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function isOne(pictures: Picture | readonly Picture[]): pictures is Picture {
  return !Array.isArray(pictures);
}

function drawing(picture: Picture, measure: Measure | undefined): string {
  const made = layout(picture, measure);
  const [width, height] = [px(made.width + 2 * MARGIN), px(made.height + 2 * MARGIN)];
  const parts = drawParts(picture, made).replaceAll(
    '<g class="node',
    '<g tabindex="0" role="button" class="node',
  );
  return `<svg class="den-diagram" role="group" viewBox="0 0 ${width} ${height}" data-size="${width} ${height}" data-origin="${MARGIN} ${MARGIN}"><title>${escapeText(picture.title)}</title><g transform="translate(${MARGIN} ${MARGIN})">
${parts}
</g></svg>`;
}

/** What the page's script knows about a picture; nodes and edges by their numbers. */
function pictureData(picture: Picture): object {
  const numberOf = new Map(picture.nodes.map(({ id }, index) => [id, index]));
  const kindLabel = (kind: string | undefined): string =>
    kind === undefined ? "" : (picture.kinds[kind]?.label ?? kind);
  return {
    nodes: picture.nodes.map((node) => ({
      id: node.id,
      label: node.label ?? node.id,
      kind: node.kind ?? "",
      kindLabel: kindLabel(node.kind),
      note: node.note ?? "",
      change: node.change ?? "",
      details: node.details ?? [],
      text: searchText(node, kindLabel(node.kind)),
    })),
    edges: picture.edges.map(({ from, to, kind, label }) => [
      numberOf.get(from),
      numberOf.get(to),
      kind ?? "",
      label ?? "",
    ]),
    kinds: [...counts("n", picture.nodes, picture), ...counts("e", picture.edges, picture)],
  };
}

function searchText(node: PictureNode, kind: string): string {
  const details = (node.details ?? []).map(([name, text]) => `${name} ${text}`);
  return [node.label ?? "", node.id, kind, node.note ?? "", node.change ?? "", ...details]
    .join("\n")
    .toLowerCase();
}

/** The legend: key, label, accent, and how many there are. */
function counts(
  prefix: "n" | "e",
  parts: readonly (PictureNode | PictureEdge)[],
  { kinds }: Picture,
): (readonly [string, string, number, number])[] {
  const numbers = new Map<string, number>();
  for (const { kind } of parts)
    if (kind !== undefined) numbers.set(kind, (numbers.get(kind) ?? 0) + 1);
  return Object.entries(kinds).flatMap(([kind, { label, accent = 0 }]) => {
    const number = numbers.get(kind);
    return number === undefined ? [] : [[prefix + kind, label ?? kind, accent, number] as const];
  });
}

/** JSON that may stand in a script element. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "string" ? printable(one) : one,
  )
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
