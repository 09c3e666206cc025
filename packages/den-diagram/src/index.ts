export { toDot } from "./dot/to-dot.ts";
export { DiagramError, type DiagramErrorCode, type DiagramIssue } from "./error/diagram-error.ts";
export { type HtmlOptions, toHtml } from "./html/to-html.ts";
export type { Curve, Point, Rect, Size } from "./layout/geometry.ts";
export { type Layout, layout } from "./layout/layout.ts";
export { type Measure, textWidth } from "./layout/measure.ts";
export { MERMAID_EDGES, toMermaid } from "./mermaid/to-mermaid.ts";
export { picture } from "./picture/make.ts";
export type {
  Change,
  Detail,
  KindStyle,
  Line,
  Picture,
  PictureEdge,
  PictureGroup,
  PictureInput,
  PictureNode,
  Shape,
} from "./picture/picture.ts";
export type { Theme } from "./svg/theme.ts";
export { type SvgOptions, toSvg } from "./svg/to-svg.ts";
export { collapse } from "./view/collapse.ts";
export { changed, difference } from "./view/difference.ts";
export { between, type NeighbourhoodOptions, neighbourhood, only } from "./view/select.ts";
