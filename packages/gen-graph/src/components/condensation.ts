import { compile } from "../compile/compile.ts";
import type { GraphData } from "../compile/graph-data.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { condense } from "../csr/condense.ts";
import { smallestOrder } from "../csr/kahn.ts";

/** A graph with each strong component drawn together to one node. */
export interface Condensation<N> {
  /** The components, members by key, by smallest member. A component's number is its place here. */
  readonly components: readonly (readonly N[])[];
  /** The number of each node's component. */
  readonly componentOf: ReadonlyMap<N, number>;
  /** The acyclic graph of component numbers; no edges inside components. */
  readonly graph: GraphData<number>;
  /** The components' numbers, sources first: the smallest topological order of `graph`. */
  readonly order: readonly number[];
}

/** Strong components and the acyclic graph between them. O(n + m). */
export function condensation<N>(graph: GraphInput<N>): Condensation<N> {
  const { nodes, out } = compile(graph);
  const { componentOf, count, dag, inDegree } = condense(out);
  const components: N[][] = Array.from({ length: count }, () => []);
  const numbers = new Map<N, number>();
  for (let i = 0; i < nodes.length; i++) {
    const component = componentOf[i] as number;
    (components[component] as N[]).push(nodes[i] as N);
    numbers.set(nodes[i] as N, component);
  }
  const edges: [number, number][] = [];
  for (let c = 0; c < count; c++) {
    for (let e = dag.offsets[c] as number; e < (dag.offsets[c + 1] as number); e++) {
      edges.push([c, dag.targets[e] as number]);
    }
  }
  return {
    components,
    componentOf: numbers,
    graph: { nodes: Array.from({ length: count }, (_, c) => c), edges },
    order: Array.from(smallestOrder(dag, inDegree)),
  };
}
