import type { Picture, PictureEdge, PictureGroup, PictureNode, Shape } from "../picture/picture.ts";
import { printable } from "../picture/printable.ts";
import { walkGroups } from "../picture/walk-groups.ts";
import { ACCENTS, CHANGES } from "../svg/theme.ts";

const SHAPES: Readonly<Record<Shape, readonly [shape: string, style?: string]>> = {
  box: ["box"],
  round: ["box", "rounded"],
  pill: ["box", "rounded"],
  hexagon: ["hexagon"],
  cylinder: ["cylinder"],
  note: ["note"],
  diamond: ["diamond"],
};

/** The picture in Graphviz' language, groups as clusters; what is told on demand becomes tooltips. */
export function toDot(picture: Picture): string {
  const lines = [
    `digraph ${quoted(picture.title)} {`,
    `  rankdir=${picture.direction === "right" ? "LR" : "TB"}; compound=true;`,
    '  graph [fontname="Helvetica", fontsize=12];',
    '  node [fontname="Helvetica", fontsize=12, shape=box, margin="0.15,0.06"];',
    '  edge [fontname="Helvetica", fontsize=10, arrowsize=0.7];',
    ...(picture.title === "" ? [] : [`  label=${quoted(picture.title)}; labelloc=t;`]),
    ...frame(picture),
    ...picture.edges.map(
      (edge) =>
        `  ${quoted(edge.from)} -> ${quoted(edge.to)}${attributes(edgeAttributes(edge, picture))};`,
    ),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function frame(picture: Picture): string[] {
  const lines: string[] = [];
  const line = (depth: number, text: string): void => {
    lines.push(`${"  ".repeat(Math.min(depth, 20) + 1)}${text}`);
  };
  walkGroups(picture, {
    node: (node, depth) =>
      line(depth, `${quoted(node.id)}${attributes(nodeAttributes(node, picture))};`),
    open: (group, index, depth) => {
      line(depth, `subgraph cluster_${index} {`);
      const all: Attribute[] = [["label", group.label ?? group.id], ...common(group, picture)];
      for (const [name, value] of all) line(depth + 1, `${name}=${quoted(value)};`);
    },
    close: (depth) => line(depth, "}"),
  });
  return lines;
}

type Attribute = readonly [name: string, value: string];

function nodeAttributes(node: PictureNode, picture: Picture): Attribute[] {
  const style = node.kind === undefined ? undefined : picture.kinds[node.kind];
  const [shape, rounded] = SHAPES[style?.shape ?? "box"];
  const styles = [rounded, node.muted === true ? "dashed" : undefined].filter(
    (one) => one !== undefined,
  );
  const lines = [node.label ?? node.id, ...(node.note === undefined ? [] : [node.note])];
  return [
    ["label", lines.join("\n")],
    ...(shape === "box" ? [] : [["shape", shape] as const]),
    ...(styles.length === 0 ? [] : [["style", styles.join(",")] as const]),
    ...common(node, picture),
  ];
}

function edgeAttributes(edge: PictureEdge, picture: Picture): Attribute[] {
  const line = edge.kind === undefined ? undefined : picture.kinds[edge.kind]?.line;
  const style = edge.muted === true ? "dotted" : line;
  return [
    ...(edge.label === undefined ? [] : [["label", edge.label] as const]),
    ...(style === undefined || style === "solid" ? [] : [["style", style] as const]),
    ...common(edge, picture),
  ];
}

/** Colours, and the tooltip. */
function common(
  { kind, muted, change, details = [] }: PictureNode | PictureEdge | PictureGroup,
  { kinds }: Picture,
): Attribute[] {
  const accent = kind === undefined ? undefined : kinds[kind]?.accent;
  const colour = change === undefined ? ACCENTS[accent ?? -1] : CHANGES[change];
  const tooltip = details.map(([name, text]) => `${name}: ${text}`).join("\n");
  return [
    ...(colour === undefined ? [] : [["color", colour] as const]),
    ...(muted === true ? [["fontcolor", "#888888"] as const] : []),
    ...(change === undefined ? [] : [["penwidth", "2"] as const]),
    ...(tooltip === "" ? [] : [["tooltip", tooltip] as const]),
  ];
}

function attributes(list: readonly Attribute[]): string {
  if (list.length === 0) return "";
  return ` [${list.map(([name, value]) => `${name}=${quoted(value)}`).join(", ")}]`;
}

/**
 * A string of Graphviz: backslashes stand for themselves, and so do ampersands, which would otherwise
 * begin an HTML entity.
 */
function quoted(text: string): string {
  const safe = printable(text)
    .replace(/[\t\r]/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n");
  return `"${safe}"`;
}
