import type { Picture } from "den-diagram";

const mark = (part: { readonly muted?: boolean }): string =>
  part.muted === true ? " (muted)" : "";

/** The nodes of a picture as lines: `kind id "label" note in group`. */
export function nodeLines({ nodes }: Picture): string[] {
  return nodes.map((node) => {
    const note = node.note === undefined ? "" : ` ${node.note}`;
    const group = node.group === undefined ? "" : ` in ${node.group}`;
    return `${node.kind} ${node.id}${note}${group}${mark(node)}`;
  });
}

/** The edges of a picture as lines, sorted: `from kind to: label`. */
export function edgeLines({ edges }: Picture): string[] {
  return edges
    .map((edge) => {
      const label = edge.label === undefined ? "" : `: ${edge.label}`;
      return `${edge.from} ${edge.kind} ${edge.to}${label}${mark(edge)}`;
    })
    .sort();
}

/** What is told of a node or a group, by name. */
export function detailsOf(picture: Picture, id: string): Record<string, string> {
  const found = [...picture.nodes, ...picture.groups].find((part) => part.id === id);
  return Object.fromEntries(found?.details ?? []);
}
