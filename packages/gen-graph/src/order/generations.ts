import { compile } from "../compile/compile.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { groupBy } from "../csr/group.ts";
import { levels } from "../csr/levels.ts";
import { cycleError, cyclesOf } from "./cycle.ts";

/**
 * The nodes in levels: a node is in level k when the longest path that ends in it has k edges. So
 * the sources of every edge are in an earlier level than its target, and the nodes of one level can
 * be worked on together. Each level by key.
 *
 * @throws GraphError `cycle`, with one issue for each cyclic strong component.
 */
export function generations<N>(graph: GraphInput<N>): N[][] {
  const compiled = compile(graph);
  const { levelOf, count, placed } = levels(compiled.out, compiled.inDegree);
  if (placed < compiled.order) throw cycleError(cyclesOf(compiled), compiled.key);
  const { starts, members } = groupBy(levelOf, count);
  return Array.from({ length: count }, (_, level) =>
    Array.from(members.subarray(starts[level], starts[level + 1]), (i) => compiled.nodes[i] as N),
  );
}
