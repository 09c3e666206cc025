import {
  type Algebraic,
  type CompiledGraph,
  type Cycle,
  compile,
  condensation,
  diff,
  dominators,
  dynamicOrder,
  edge,
  foldAlgebraic,
  foldPreorder,
  type GraphData,
  labelledGraph,
  mapVertices,
  queryAll,
  queryFirst,
  reachable,
  shortestPath,
  simplePaths,
  toData,
  topologicalOrder,
  tryTopologicalOrder,
  vertex,
  type Witness,
} from "gen-graph";
import { DirectedGraph } from "graphology";
import { expectTypeOf, it } from "vitest";

interface Host {
  readonly name: string;
}
const hosts: readonly Host[] = [];
const key = (host: Host): string => host.name;

it("infers the node from every form of graph", () => {
  expectTypeOf(topologicalOrder({ edges: [["a", "b"]] })).toEqualTypeOf<string[]>();
  expectTypeOf(topologicalOrder({ edges: [[1, 2]], nodes: [3] })).toEqualTypeOf<number[]>();
  expectTypeOf(topologicalOrder({ edges: [["a", "b"]] as const })).toEqualTypeOf<("a" | "b")[]>();
  expectTypeOf(topologicalOrder({ nodes: hosts, successors: () => [], key })).toEqualTypeOf<
    Host[]
  >();
  expectTypeOf(topologicalOrder({ nodes: hosts, predecessors: () => hosts, key })).toEqualTypeOf<
    Host[]
  >();
  expectTypeOf(topologicalOrder(new DirectedGraph())).toEqualTypeOf<string[]>();
  const typed = new DirectedGraph<{ port: number }, { label: string }, { name: string }>();
  expectTypeOf(topologicalOrder(typed)).toEqualTypeOf<string[]>();
  expectTypeOf(topologicalOrder(vertex(1))).toEqualTypeOf<number[]>();
  expectTypeOf(topologicalOrder(dynamicOrder<string>())).toEqualTypeOf<string[]>();
  expectTypeOf(compile({ edges: [["a", "b"]] })).toEqualTypeOf<CompiledGraph<string>>();
  expectTypeOf(topologicalOrder(compile(new DirectedGraph()))).toEqualTypeOf<string[]>();
  expectTypeOf(toData({ edges: [["a", "b"]] })).toEqualTypeOf<GraphData<string>>();
});

it("carries the node into every answer", () => {
  const graph = { nodes: hosts, successors: (_: Host) => hosts, key };
  const result = tryTopologicalOrder(graph);
  if (result.ok) expectTypeOf(result.order).toEqualTypeOf<readonly Host[]>();
  else expectTypeOf(result.cycles).toEqualTypeOf<readonly Cycle<Host>[]>();
  expectTypeOf(condensation(graph).componentOf).toEqualTypeOf<ReadonlyMap<Host, number>>();
  expectTypeOf(dominators(graph, hosts)).toEqualTypeOf<Map<Host, Host>>();
  expectTypeOf(diff(graph, graph).nodes.added).toEqualTypeOf<readonly Host[]>();
  expectTypeOf(reachable({ successors: (n: number) => [n + 1] }, [])).toEqualTypeOf<number[]>();
  expectTypeOf(shortestPath({ edges: [["a", "b"]] }, "a", "b")).toEqualTypeOf<
    string[] | undefined
  >();
  expectTypeOf(simplePaths({ edges: [[1, 2]] }, 1, 2)).toEqualTypeOf<Generator<number[], void>>();
  const folded = foldPreorder(
    { edges: [["a", "b"]] },
    { roots: ["a"], initial: 0, visit: (count, { node }) => count + node.length },
  );
  expectTypeOf(folded).toEqualTypeOf<number>();
});

it("types algebraic graphs and queries", () => {
  expectTypeOf(edge("a", "b")).toEqualTypeOf<Algebraic<string>>();
  expectTypeOf(mapVertices(edge(1, 2), String)).toEqualTypeOf<Algebraic<string>>();
  const total = foldAlgebraic(edge(1, 2), {
    empty: 0,
    vertex: (n) => n,
    overlay: Math.max,
    connect: Math.max,
  });
  expectTypeOf(total).toEqualTypeOf<number>();
  const labels = labelledGraph([[1, "P", 2]]);
  expectTypeOf(queryAll(labels, { from: 1, follow: "P*" })).toEqualTypeOf<number[]>();
  expectTypeOf(queryFirst(labels, { from: 1, follow: "P*" })).toEqualTypeOf<
    Witness<number> | undefined
  >();
});

it("does not compile what makes no sense", () => {
  const refused = (): void => {
    // @ts-expect-error no graph
    topologicalOrder({});
    // @ts-expect-error edges are pairs
    topologicalOrder({ edges: [["a"]] });
    // @ts-expect-error successors need nodes where the whole graph is asked for
    topologicalOrder({ successors: (n: string) => [n] });
    // @ts-expect-error the key is text
    topologicalOrder({ edges: [[1, 2]], key: (n: number) => n });
    // @ts-expect-error another kind of node
    reachable({ edges: [["a", "b"]] }, [1]);
    // @ts-expect-error predecessors cannot be walked forwards without nodes
    reachable({ predecessors: (n: string) => [n] }, ["a"]);
    // @ts-expect-error labels are text
    labelledGraph([["a", 1, "b"]]);
    // @ts-expect-error results are not to be changed
    compile({ edges: [["a", "b"]] }).nodes.push("c");
    // @ts-expect-error a cycle has no order
    tryTopologicalOrder({ edges: [["a", "b"]] }).order;
  };
  expectTypeOf(refused).toBeFunction();
});
