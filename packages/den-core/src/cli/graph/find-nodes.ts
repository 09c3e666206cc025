import type { Picture } from "den-diagram";
import { refuse } from "../../diagnostics/den-error.ts";
import { compareNames } from "../../model/names.ts";
import { suggestion } from "../../model/reader.ts";

interface Named {
  readonly id: string;
  readonly label?: string;
}

/**
 * The nodes that a text means: the node or the group of that id; else the one that is called so, as
 * `nginx` finds `aspect:nginx`. A group means every node in it.
 *
 * @throws DenError `DEN_USAGE` for what is not there, or could be several
 */
export function findNodes(picture: Picture, text: string): readonly string[] {
  const { nodes, groups } = picture;
  if (nodes.some(({ id }) => id === text)) return [text];
  if (groups.some(({ id }) => id === text)) return nodesIn(picture, text);
  const called = ({ id, label }: Named): boolean =>
    label === text || id.slice(id.indexOf(":") + 1) === text;
  const found = [...nodes.filter(called), ...groups.filter(called)].map(({ id }) => id);
  // A group may be called like a node: then both are that.
  const ids = [...new Set(found)].sort(compareNames);
  const [only] = ids;
  if (only === undefined) {
    return refuse("DEN_USAGE", `there is no ${JSON.stringify(text)} in the picture`, {
      remedy: suggestion(
        text,
        [...nodes, ...groups].flatMap(({ id, label = id }) => (id === label ? [id] : [label, id])),
      ),
    });
  }
  if (ids.length > 1) {
    const shown = `${ids.slice(0, 8).join(", ")}${ids.length > 8 ? `, … (${ids.length})` : ""}`;
    return refuse("DEN_USAGE", `${JSON.stringify(text)} could be ${shown}`, {
      remedy: "write the whole id",
    });
  }
  return nodes.some(({ id }) => id === only) ? [only] : nodesIn(picture, only);
}

/** {@link findNodes}, for what must be one node. */
export function findNode(picture: Picture, text: string): string {
  const [first, ...rest] = findNodes(picture, text);
  if (first === undefined || rest.length > 0) {
    return refuse("DEN_USAGE", `${JSON.stringify(text)} is a group, not one node`, {
      remedy: first === undefined ? "name a node" : `name one of its nodes, as ${first}`,
    });
  }
  return first;
}

function nodesIn({ nodes, groups }: Picture, group: string): string[] {
  const parents = new Map(groups.map((one) => [one.id, one.group]));
  const inside = (id: string | undefined): boolean => {
    for (let at = id; at !== undefined; at = parents.get(at)) if (at === group) return true;
    return false;
  };
  return nodes.filter((node) => inside(node.group)).map(({ id }) => id);
}
