import { DirectedGraph } from "graphology";

/** A DAG as the programs compared here like it. */
export interface Shape {
  readonly name: string;
  readonly n: number;
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [string, string])[];
}

/** A small deterministic generator, so that every run measures the same graphs. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

/** `n` nodes with (up to) 5 distinct edges each to any later node. */
export function randomDag(n: number): Shape {
  const random = randomOf(n + 1);
  return build("random", n, (i) => (i + 1 < n ? i + 1 + random(n - i - 1) : -1));
}

/** `n` nodes in √n layers, each with (up to) 5 distinct edges to the next layer. */
export function layeredDag(n: number): Shape {
  const random = randomOf(n + 2);
  const width = Math.ceil(Math.sqrt(n));
  return build("layered", n, (i) => (Math.floor(i / width) + 1) * width + random(width));
}

function build(name: string, n: number, target: (i: number) => number): Shape {
  const nodes = Array.from({ length: n }, (_, i) => `host:${i}`);
  const edges: (readonly [string, string])[] = [];
  for (let i = 0; i < n; i++) {
    const seen = new Set<number>();
    for (let k = 0; k < 5; k++) {
      const j = target(i);
      if (j < 0 || j >= n || seen.has(j)) continue;
      seen.add(j);
      edges.push([nodes[i] as string, nodes[j] as string]);
    }
  }
  return { name, n, nodes, edges };
}

/** The fastest way into graphology that its API has: nodes first, then edges known to be new. */
export function loadGraphology({ nodes, edges }: Shape): DirectedGraph {
  const graph = new DirectedGraph();
  for (const node of nodes) graph.addNode(node);
  for (const [source, target] of edges) graph.addDirectedEdge(source, target);
  return graph;
}
