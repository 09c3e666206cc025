import { impact, reachable } from "gen-graph";
import { DiagramError } from "../error/diagram-error.ts";
import { picture } from "../picture/make.ts";
import { nearest } from "../picture/nearest.ts";
import type { Picture, PictureNode } from "../picture/picture.ts";

/** How far a neighbourhood goes. */
export interface NeighbourhoodOptions {
  /** Steps along edges; 1 otherwise. */
  readonly depth?: number;
  /** Along edges (`out`), against them (`in`), or both ways. `both` otherwise. */
  readonly along?: "in" | "out" | "both";
}

/** The picture with those nodes only that `keep` says yes to, and what stands between them. */
export function only(whole: Picture, keep: (node: PictureNode) => boolean): Picture {
  return induced(whole, new Set(whole.nodes.filter(keep).map(({ id }) => id)));
}

/**
 * What is around some nodes, within a number of steps.
 *
 * @throws DiagramError `node-unknown`, all of them; `option-invalid`.
 */
export function neighbourhood(
  whole: Picture,
  ids: Iterable<string>,
  { depth = 1, along = "both" }: NeighbourhoodOptions = {},
): Picture {
  if (!(depth >= 0) || (depth !== Number.POSITIVE_INFINITY && !Number.isInteger(depth))) {
    throw new DiagramError([
      {
        code: "option-invalid",
        message: `The depth is ${String(depth)}.`,
        remedy: "Use a number of steps: 0, 1, 2, … or Infinity.",
        culprits: [depth],
      },
    ]);
  }
  const kept = known(whole, ids);
  // Each way by itself: what is above and what is below, not whatever hangs together.
  const from = [...kept];
  const ways = along === "both" ? (["in", "out"] as const) : [along];
  for (const way of ways) {
    const next = neighbours(whole, way);
    let edge = from;
    const seen = new Set(from);
    for (let step = 0; step < depth && edge.length > 0; step++) {
      edge = edge.flatMap((id) => next.get(id) ?? []).filter((id) => !seen.has(id) && seen.add(id));
    }
    for (const id of seen) kept.add(id);
  }
  return induced(whole, kept);
}

/**
 * Everything that lies on a way from one node to another, both included; only those two when there
 * is no way.
 *
 * @throws DiagramError `node-unknown`.
 */
export function between(whole: Picture, from: string, to: string): Picture {
  known(whole, [from, to]);
  const graph = {
    nodes: whole.nodes.map(({ id }) => id),
    edges: whole.edges.map((edge) => [edge.from, edge.to] as const),
  };
  const below = new Set([from, ...reachable(graph, [from])]);
  const above = new Set([to, ...impact(graph, [to])]);
  const kept = new Set([...below].filter((id) => above.has(id)));
  return induced(whole, new Set([...kept, from, to]));
}

/** The nodes given, with the edges between them and the groups around them, and around `groups`. */
export function induced(
  whole: Picture,
  kept: ReadonlySet<string>,
  groups: readonly string[] = [],
): Picture {
  const nodes = whole.nodes.filter(({ id }) => kept.has(id));
  const parents = new Map(whole.groups.map(({ id, group }) => [id, group]));
  const around = new Set<string>();
  for (const root of [...groups, ...nodes.map(({ group }) => group)]) {
    for (let at = root; at !== undefined && !around.has(at); at = parents.get(at)) around.add(at);
  }
  return picture({
    ...whole,
    nodes,
    edges: whole.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    groups: whole.groups.filter(({ id }) => around.has(id)),
  });
}

function known(whole: Picture, ids: Iterable<string>): Set<string> {
  const all = new Set(whole.nodes.map(({ id }) => id));
  const asked = new Set(ids);
  const [first, ...rest] = [...asked]
    .filter((id) => !all.has(id))
    .map((id) => {
      const suggestion = nearest(id, all);
      return {
        code: "node-unknown" as const,
        message: `There is no node ${JSON.stringify(id)} in the picture.`,
        remedy: "Name a node of the picture.",
        culprits: [id],
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    });
  if (first !== undefined) throw new DiagramError([first, ...rest]);
  return asked;
}

function neighbours({ edges }: Picture, way: "in" | "out"): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [key, value] = way === "out" ? [from, to] : [to, from];
    const list = next.get(key);
    if (list === undefined) next.set(key, [value]);
    else list.push(value);
  }
  return next;
}
