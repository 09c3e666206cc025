import { compile, type GraphInput } from "gen-graph";
import type { Value } from "./data/value.ts";
import type { Fact, Relation } from "./language/relation.ts";

/**
 * The edges of a graph as facts: a graphology graph, accessor functions, pairs, or anything else
 * that gen-graph takes.
 * @example graphFacts(edge, { nodes: ["a", "b"], successors: (node) => next.get(node) })
 * @throws GraphError as gen-graph's `compile`
 */
export function graphFacts<N extends Value>(
  relation: Relation<[from: N, to: N]>,
  graph: GraphInput<N>,
): Fact<[from: N, to: N]>[] {
  const { nodes, out } = compile(graph);
  const facts: Fact<[from: N, to: N]>[] = [];
  nodes.forEach((from, at) => {
    const end = out.offsets[at + 1] as number;
    for (let edge = out.offsets[at] as number; edge < end; edge++) {
      facts.push(relation.fact(from, nodes[out.targets[edge] as number] as N));
    }
  });
  return facts;
}
