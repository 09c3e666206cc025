import { layout } from "../layout/layout.ts";
import type { Measure } from "../layout/measure.ts";
import type { Picture } from "../picture/picture.ts";
import { drawParts, HEADER, MARGIN } from "./draw.ts";
import { escapeText } from "./escape.ts";
import { px } from "./shapes.ts";
import { drawingCss, type Theme, themeCss } from "./theme.ts";

/** How a picture is drawn. */
export interface SvgOptions {
  /** `auto` otherwise: light or dark as the reader's system prefers. */
  readonly theme?: Theme;
  /** The width of text at a font size of 1; by default that of a common sans serif. */
  readonly measure?: Measure;
}

/** The picture as an SVG document of its own: no script, nothing from elsewhere. */
export function toSvg(picture: Picture, { theme = "auto", measure }: SvgOptions = {}): string {
  const made = layout(picture, measure);
  const head = picture.title === "" ? 0 : HEADER;
  const width = px(made.width + 2 * MARGIN);
  const height = px(made.height + 2 * MARGIN + head);
  const title =
    head === 0
      ? []
      : [
          `<text x="${MARGIN}" y="${MARGIN + 6}" style="font-size:16px;font-weight:600">${escapeText(picture.title)}</text>`,
        ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="den-diagram" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeText(picture.title)}</title>`,
    `<style>${escapeText(`${themeCss(theme, ".den-diagram")}\n${drawingCss(".den-diagram")}`).replaceAll("&quot;", '"')}</style>`,
    `<rect class="page" width="100%" height="100%"/>`,
    ...title,
    `<g transform="translate(${MARGIN} ${MARGIN + head})">`,
    drawParts(picture, made),
    "</g>",
    "</svg>\n",
  ].join("\n");
}
