import {
  type Picture,
  type PictureEdge,
  type PictureGroup,
  type PictureNode,
  picture,
} from "den-diagram";
import { STYLES } from "./kinds.ts";

/** What a picture is collected in: a part that is named again is the part that is there. */
export interface Parts {
  /** Adds a node, unless there is one of its id; the id. */
  node(node: PictureNode): string;
  edge(edge: PictureEdge): void;
  /** Adds a group, unless there is one of its id; the id. */
  group(group: PictureGroup): string;
  has(node: string): boolean;
  done(title: string, direction?: Picture["direction"]): Picture;
}

/** An empty collection. */
export function collect(): Parts {
  const nodes = new Map<string, PictureNode>();
  const groups = new Map<string, PictureGroup>();
  const edges: PictureEdge[] = [];
  return {
    node(node) {
      if (!nodes.has(node.id)) nodes.set(node.id, node);
      return node.id;
    },
    edge: (edge) => void edges.push(edge),
    group(group) {
      if (!groups.has(group.id)) groups.set(group.id, group);
      return group.id;
    },
    has: (node) => nodes.has(node),
    done: (title, direction = "right") =>
      picture({
        title,
        direction,
        nodes: nodes.values(),
        edges,
        groups: groups.values(),
        kinds: STYLES,
      }),
  };
}
