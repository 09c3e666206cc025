import { compile } from "../compile/compile.ts";
import { type GraphData, graphData } from "../compile/graph-data.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { condense } from "../csr/condense.ts";
import { hasEdge } from "../csr/cycles.ts";
import { groupBy } from "../csr/group.ts";
import { smallestOrder } from "../csr/kahn.ts";
import { GraphError } from "../error/graph-error.ts";
import { bound } from "../walk/bound.ts";

/** Settings of {@link transitiveClosure}. */
export interface ClosureOptions {
  /** The most edges that the answer may have. @default 10_000_000 */
  readonly maxEdges?: number | undefined;
}

/**
 * An edge wherever a path of at least one edge leads; so a node gets an edge to itself exactly when
 * it lies on a cycle. Reach sets are computed once per strong component, sinks first (Purdom 1970).
 *
 * @throws GraphError `too-large` when the answer would have more than `maxEdges` edges; `bound-invalid`.
 */
export function transitiveClosure<N>(
  graph: GraphInput<N>,
  options: ClosureOptions = {},
): GraphData<N> {
  const maxEdges = bound("maxEdges", options.maxEdges, 10_000_000);
  const compiled = compile(graph);
  const { nodes, out } = compiled;
  const { componentOf, count, dag } = condense(out);
  const { starts, members } = groupBy(componentOf, count);
  const reach: (Int32Array | undefined)[] = new Array(count);
  const mark = new Int32Array(count).fill(-1);
  const found = new Int32Array(count);
  const order = smallestOrder(dag);
  let edgeCount = 0;
  const size = (c: number): number => (starts[c + 1] as number) - (starts[c] as number);
  for (let i = count - 1; i >= 0; i--) {
    const c = order[i] as number;
    let length = 0;
    let width = 0;
    const add = (d: number): void => {
      if (mark[d] === c) return;
      mark[d] = c;
      found[length++] = d;
      width += size(d);
    };
    const first = members[starts[c] as number] as number;
    if (size(c) > 1 || hasEdge(out, first, first)) add(c);
    for (let e = dag.offsets[c] as number; e < (dag.offsets[c + 1] as number); e++) {
      const d = dag.targets[e] as number;
      // `reach` of a cyclic component holds itself; of any other it does not.
      add(d);
      for (const further of reach[d] as Int32Array) add(further);
    }
    edgeCount += size(c) * width;
    if (edgeCount > maxEdges) throw tooLarge(maxEdges);
    reach[c] = found.slice(0, length);
  }
  const edges: [N, N][] = [];
  for (let u = 0; u < nodes.length; u++) {
    const targets: number[] = [];
    for (const c of reach[componentOf[u] as number] as Int32Array) {
      for (let m = starts[c] as number; m < (starts[c + 1] as number); m++) {
        targets.push(members[m] as number);
      }
    }
    for (const v of Int32Array.from(targets).sort()) edges.push([nodes[u] as N, nodes[v] as N]);
  }
  return graphData(nodes.slice(), edges, compiled.key);
}

function tooLarge(maxEdges: number): GraphError {
  return new GraphError([
    {
      code: "too-large",
      message: `The transitive closure has more than ${maxEdges} edges.`,
      remedy: "Ask `reachable` for the nodes that matter, or raise maxEdges.",
      culprits: [],
    },
  ]);
}
