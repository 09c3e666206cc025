import { compile } from "../compile/compile.ts";
import type { CompiledGraph } from "../compile/compiled-graph.ts";
import { ranksOf } from "../compile/index-of.ts";
import { iterable } from "../compile/not-a-graph.ts";
import { show } from "../error/show.ts";
import { isWalkable, type WalkInput } from "./rows.ts";

/** A compiled graph that holds at least what can be reached, and the ranks of the start nodes. */
export interface Explored<N> {
  readonly graph: CompiledGraph<N>;
  readonly starts: readonly number[];
}

/** Settings of {@link explore}. */
export interface ExploreLimits<N> {
  /** Nodes that fail are kept, but nothing is followed from them. Start nodes are always followed. */
  readonly through?: ((node: N) => boolean) | undefined;
  /** How many edges away from the start accessors are asked. @default Infinity */
  readonly maxDepth?: number | undefined;
}

/**
 * Compiles what can be reached. Accessor functions are asked breadth first, once per node, and only
 * about reached nodes; other forms are compiled whole.
 */
export function explore<N>(
  input: WalkInput<N>,
  from: Iterable<N>,
  { through, maxDepth = Number.POSITIVE_INFINITY }: ExploreLimits<N> = {},
): Explored<N> {
  const starts = [...new Set(from)];
  if (!isWalkable(input)) {
    const graph = compile(input);
    return { graph, starts: ranksOf(graph, starts) };
  }
  const depths = new Map<N, number>(starts.map((node) => [node, 0]));
  const graph = compile<N>({
    nodes: starts,
    key: input.key,
    dangling: "include",
    successors: (node) => {
      const depth = depths.get(node) as number;
      if (depth >= maxDepth || (depth > 0 && through !== undefined && !through(node))) return;
      const given = input.successors(node) ?? [];
      const found = [...iterable(given, () => `\`successors\` of ${show(node, input.key)}`)];
      for (const next of found) if (!depths.has(next)) depths.set(next, depth + 1);
      return found;
    },
  });
  return { graph, starts: ranksOf(graph, starts) };
}
