import type { Picture, PictureEdge, PictureNode, Shape } from "../picture/picture.ts";
import { printable } from "../picture/printable.ts";
import { walkGroups } from "../picture/walk-groups.ts";
import { ACCENTS, CHANGES } from "../svg/theme.ts";

/** Around a node's text, for each outline. */
const OUTLINES: Readonly<Record<Shape, readonly [string, string]>> = {
  box: ["[", "]"],
  round: ["(", ")"],
  pill: ["([", "])"],
  hexagon: ["{{", "}}"],
  cylinder: ["[(", ")]"],
  note: [">", "]"],
  diamond: ["{", "}"],
};

/** More edges than this Mermaid refuses to draw, unless the page that shows it allows them. */
export const MERMAID_EDGES = 500;

/**
 * The picture as a Mermaid flowchart, for what renders Mermaid by itself (READMEs, wikis). Names of
 * nodes are numbers, labels are escaped: no text of a picture is read as Mermaid's syntax, Markdown or
 * HTML.
 */
export function toMermaid(picture: Picture): string {
  const nameOf = new Map(picture.nodes.map(({ id }, index) => [id, `n${index}`]));
  const lines = [
    ...(picture.title === "" ? [] : ["---", `title: ${yamlText(picture.title)}`, "---"]),
    `flowchart ${picture.direction === "right" ? "LR" : "TB"}`,
    ...frame(picture, nameOf),
  ];
  const styles: string[] = [];
  picture.edges.forEach((edge, index) => {
    lines.push(`  ${nameOf.get(edge.from)} ${arrow(edge, picture)} ${nameOf.get(edge.to)}`);
    const colour = edge.change === undefined ? undefined : CHANGES[edge.change];
    if (colour !== undefined) styles.push(`  linkStyle ${index} stroke:${colour}`);
  });
  return `${[...lines, ...styles, ...classes(picture, nameOf)].join("\n")}\n`;
}

function frame(picture: Picture, nameOf: ReadonlyMap<string, string>): string[] {
  const lines: string[] = [];
  const line = (depth: number, text: string): void => {
    lines.push(`${"  ".repeat(Math.min(depth, 20) + 1)}${text}`);
  };
  walkGroups(picture, {
    node: (node, depth) => line(depth, drawn(node, picture, nameOf)),
    open: ({ id, label }, index, depth) =>
      line(depth, `subgraph g${index}[${quoted(label ?? id)}]`),
    close: (depth) => line(depth, "end"),
  });
  return lines;
}

function drawn(node: PictureNode, picture: Picture, nameOf: ReadonlyMap<string, string>): string {
  const shape = node.kind === undefined ? undefined : picture.kinds[node.kind]?.shape;
  const [before, behind] = OUTLINES[shape ?? "box"];
  const lines = [node.label ?? node.id, ...(node.note === undefined ? [] : [node.note])];
  return `${nameOf.get(node.id)}${before}"${lines.map(escaped).join("<br/>")}"${behind}`;
}

function arrow({ kind, label, muted }: PictureEdge, { kinds }: Picture): string {
  const line = kind === undefined ? "solid" : (kinds[kind]?.line ?? "solid");
  const body = line === "solid" && muted !== true ? "-->" : "-.->";
  return label === undefined || label === "" ? body : `${body}|${quoted(label)}|`;
}

function classes(picture: Picture, nameOf: ReadonlyMap<string, string>): string[] {
  const lines: string[] = [];
  const list = (
    name: string,
    style: string,
    has: (part: {
      readonly kind?: string;
      readonly muted?: boolean;
      readonly change?: string;
    }) => boolean,
  ): void => {
    const names = [
      ...picture.nodes.filter(has).map(({ id }) => nameOf.get(id)),
      ...picture.groups.flatMap((group, index) => (has(group) ? [`g${index}`] : [])),
    ];
    if (names.length === 0) return;
    lines.push(`  classDef ${name} ${style}`, `  class ${names.join(",")} ${name}`);
  };
  Object.entries(picture.kinds).forEach(([kind, { accent = 0 }], index) => {
    list(`k${index}`, `stroke:${ACCENTS[accent]}`, (part) => part.kind === kind);
  });
  list("muted", "opacity:0.5,stroke-dasharray:4 3", (part) => part.muted === true);
  for (const [change, colour] of Object.entries(CHANGES))
    list(change, `stroke:${colour},stroke-width:3px`, (part) => part.change === change);
  return lines;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** Letters, digits, space and what means nothing stay; the rest becomes character numbers. */
function escaped(text: string): string {
  if (text === "") return " ";
  return printable(text).replace(/[^\p{L}\p{N} .,:/@+-]|^[-+]|^\d+\./gu, (found) =>
    [...found].map((letter) => `#${letter.codePointAt(0)};`).join(""),
  );
}

/** JSON is YAML, but for line separators that JSON leaves as they are. */
function yamlText(text: string): string {
  return JSON.stringify(printable(text))
    .replaceAll("\u0085", "\\u0085")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
