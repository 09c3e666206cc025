import { picture } from "../picture/make.ts";
import { keyOf } from "../picture/order.ts";
import type { Change, Picture, PictureEdge, PictureNode } from "../picture/picture.ts";
import { induced } from "./select.ts";

/**
 * Two pictures as one: what only the second has is `added`, what only the first has `removed`, nodes
 * and groups that say something else `changed` (as in the second).
 */
export function difference(before: Picture, after: Picture): Picture {
  return picture({
    title: after.title,
    direction: after.direction,
    kinds: { ...before.kinds, ...after.kinds },
    nodes: merged(before.nodes, after.nodes, ({ id }) => id),
    edges: merged(before.edges, after.edges, edgeKey),
    groups: merged(before.groups, after.groups, ({ id }) => id),
  });
}

/** The parts of a difference that changed, and what stands around them. */
export function changed(whole: Picture): Picture {
  const ends = new Set(whole.edges.filter(isChanged).flatMap(({ from, to }) => [from, to]));
  const kept = new Set(
    whole.nodes.filter((node) => isChanged(node) || ends.has(node.id)).map(({ id }) => id),
  );
  return induced(
    whole,
    kept,
    whole.groups.filter(isChanged).map(({ id }) => id),
  );
}

const isChanged = ({ change }: { readonly change?: Change }): boolean => change !== undefined;

function edgeKey({ from, to, kind, label }: PictureEdge): string {
  return keyOf(from, to, kind, label);
}

function merged<P extends PictureNode | PictureEdge | Picture["groups"][number]>(
  before: readonly P[],
  after: readonly P[],
  key: (part: P) => string,
): P[] {
  const old = new Map(before.map((part) => [key(part), part]));
  const now = new Set(after.map(key));
  const kept = after.map((part): P => {
    const was = old.get(key(part));
    if (was === undefined) return { ...part, change: "added" };
    return text(was) === text(part) ? part : { ...part, change: "changed" };
  });
  const gone = before.filter((part) => !now.has(key(part)));
  return [...kept, ...gone.map((part): P => ({ ...part, change: "removed" }))];
}

/** What a part says, whatever the order of its properties. */
function text(part: object): string {
  return JSON.stringify(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}
