import type { Curve, Rect } from "../layout/geometry.ts";
import { FONT, type Layout, linesOf } from "../layout/layout.ts";
import { shortened } from "../layout/measure.ts";
import type { Picture, PictureEdge, PictureGroup, PictureNode } from "../picture/picture.ts";
import { escapeText } from "./escape.ts";
import { outline, px } from "./shapes.ts";

/** Room around everything. */
export const MARGIN = 24;

/** The title's line above the drawing, when there is one. */
export const HEADER = 34;

const LABEL = 44;

/**
 * The parts of a drawing as SVG, groups first, so that nothing hides a node. Nodes and edges carry
 * their numbers in the picture as `data-n` and `data-e`.
 */
export function drawParts(picture: Picture, layout: Layout): string {
  const pieces: string[] = [];
  // A frame is drawn before the frames in it: the layout has them in this order.
  const groups = new Map(picture.groups.map((group) => [group.id, group]));
  for (const [id, rect] of layout.groups)
    pieces.push(drawGroup(groups.get(id) as PictureGroup, rect, picture));
  const labels = new Map(picture.nodes.map(({ id, label }) => [id, label ?? id]));
  picture.edges.forEach((edge, index) => {
    pieces.push(drawEdge(edge, layout.edges[index] as Curve, index, picture, labels));
  });
  picture.nodes.forEach((node, index) => {
    pieces.push(drawNode(node, layout.nodes.get(node.id) as Rect, index, picture));
  });
  return pieces.join("\n");
}

function classes(
  base: string,
  { kind, muted, change }: PictureNode | PictureEdge | PictureGroup,
  { kinds }: Picture,
  more: readonly string[] = [],
): string {
  const style = kind === undefined ? undefined : kinds[kind];
  const accent = style?.accent === undefined ? [] : [`k${style.accent}`];
  const marks = [...(muted === true ? ["muted"] : []), ...(change === undefined ? [] : [change])];
  return [base, ...accent, ...more, ...marks].join(" ");
}

function tooltip(lines: readonly (string | undefined)[]): string {
  const text = lines.filter((line) => line !== undefined && line !== "").join("\n");
  return `<title>${escapeText(text)}</title>`;
}

function detailLines({ details = [] }: PictureNode | PictureEdge | PictureGroup): string[] {
  return details.map(([name, text]) => `${name}: ${text}`);
}

function drawNode(node: PictureNode, rect: Rect, index: number, picture: Picture): string {
  const style = node.kind === undefined ? undefined : picture.kinds[node.kind];
  const [label, note] = linesOf(node);
  const middle = px(rect.x + rect.width / 2);
  const at = (y: number): string => `x="${middle}" y="${px(rect.y + y)}" text-anchor="middle"`;
  // The lid of a cylinder takes room.
  const down = style?.shape === "cylinder" ? 3 : 0;
  const kind = style?.label ?? node.kind;
  const about = tooltip([
    kind === undefined ? (node.label ?? node.id) : `${kind} ${node.label ?? node.id}`,
    node.note,
    ...changeLine(node),
    ...detailLines(node),
  ]);
  return [
    `<g class="${classes("node", node, picture)}" data-n="${index}">${about}`,
    outline(style?.shape ?? "box", rect),
    `<text ${at((note === undefined ? 22 : 20) + down)}>${escapeText(label)}</text>`,
    ...(note === undefined
      ? []
      : [`<text class="note" ${at(37 + down)}>${escapeText(note)}</text>`]),
    "</g>",
  ].join("");
}

function drawGroup(group: PictureGroup, rect: Rect, picture: Picture): string {
  const label = group.label ?? group.id;
  const { x, y, width, height } = rect;
  return [
    `<g class="${classes("group", group, picture)}">`,
    tooltip([label, ...changeLine(group), ...detailLines(group)]),
    `<rect class="frame" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="6"/>`,
    `<text x="${px(x + 12)}" y="${px(y + 18)}">${escapeText(shortened(label, LABEL))}</text>`,
    "</g>",
  ].join("");
}

function drawEdge(
  edge: PictureEdge,
  line: Curve,
  index: number,
  picture: Picture,
  labels: ReadonlyMap<string, string>,
): string {
  const style = edge.kind === undefined ? undefined : picture.kinds[edge.kind];
  const dashes = style?.line === undefined || style.line === "solid" ? [] : [style.line];
  const d = [
    `M${px(line.start.x)} ${px(line.start.y)}`,
    ...line.pieces.map(
      ([a, b, end]) => `C${[a, b, end].map(({ x, y }) => `${px(x)} ${px(y)}`).join(" ")}`,
    ),
  ].join("");
  const [, before, end] = line.pieces[line.pieces.length - 1] as Curve["pieces"][number];
  const label =
    edge.label === undefined
      ? []
      : [
          `<text x="${px(line.middle.x)}" y="${px(line.middle.y + FONT.edge / 3)}">${escapeText(shortened(edge.label, LABEL))}</text>`,
        ];
  const kind = style?.label ?? edge.kind;
  return [
    `<g class="${classes("edge", edge, picture, dashes)}" data-e="${index}">`,
    tooltip([
      `${labels.get(edge.from)} → ${labels.get(edge.to)}`,
      [kind, edge.label].filter((one) => one !== undefined).join(": "),
      ...changeLine(edge),
      ...detailLines(edge),
    ]),
    `<path d="${d}"/>`,
    head(before, end),
    ...label,
    "</g>",
  ].join("");
}

function changeLine({ change }: PictureNode | PictureEdge | PictureGroup): string[] {
  return change === undefined ? [] : [change];
}

/** An arrow head at the end of a line that comes from `before`. */
function head(before: { x: number; y: number }, end: { x: number; y: number }): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [((end.x - before.x) / length) * 7, ((end.y - before.y) / length) * 7];
  const corner = (side: number): string =>
    `${px(end.x - dx - (side * dy) / 2)},${px(end.y - dy + (side * dx) / 2)}`;
  return `<polygon class="head" points="${px(end.x)},${px(end.y)} ${corner(1)} ${corner(-1)}"/>`;
}
