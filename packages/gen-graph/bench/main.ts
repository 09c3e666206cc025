import { compile, strongComponents, topologicalOrder } from "gen-graph";
import { stronglyConnectedComponents } from "graphology-components";
import { topologicalSort } from "graphology-dag";
import { bareKahn, bareTarjan } from "./bare.ts";
import { bytesPerEdge } from "./memory.ts";
import { atLeast, atMost, type Line, table } from "./report.ts";
import { layeredDag, loadGraphology, randomDag, type Shape } from "./shapes.ts";
import { fastest, fastestInTurns, fastestOfFew } from "./timing.ts";

const SIZES = [1_000, 10_000, 100_000];
const lines: Line[] = [];

async function compareAll(shape: Shape): Promise<void> {
  const { n, nodes, edges } = shape;
  const graph = `${shape.name} ${n.toExponential(0).replace("+", "")}`;
  const graphology = loadGraphology(shape);
  const compiled = compile({ nodes, edges });
  const { offsets, targets } = compiled.out;

  const both = await fastestOfFew(() => topologicalSort(loadGraphology(shape)), n);
  const load = await fastest(() => topologicalOrder({ nodes, edges }), n);
  lines.push(atLeast("load edge list and order / graphology + dag", graph, load, both, 8));

  const sort = await fastest(() => topologicalSort(graphology), n);
  const order = await fastest(() => topologicalOrder(compiled), n);
  lines.push(atLeast("order, compiled / graphology-dag", graph, order, sort, 10));
  const kahn = await fastest(() => bareKahn(offsets, targets), n);
  lines.push(atMost("order, compiled / bare Kahn", graph, order, kahn, 3));

  const theirs = await fastest(() => stronglyConnectedComponents(graphology), n);
  const components = await fastest(() => strongComponents(compiled), n);
  lines.push(
    atLeast("components, compiled / graphology-components", graph, components, theirs, 10),
  );
  const tarjan = await fastest(() => bareTarjan(offsets, targets), n);
  lines.push(atMost("components, compiled / bare Tarjan", graph, components, tarjan, 3));

  const sortAgain = await fastest(() => topologicalSort(graphology), n);
  const read = await fastest(() => topologicalOrder(graphology), n);
  lines.push(
    atMost("compile graphology graph and order / graphology-dag", graph, read, sortAgain, 1),
  );
  console.error(`${graph} done`);
}

async function growth(small: Shape, large: Shape): Promise<void> {
  const runs: readonly [string, (shape: Shape) => () => unknown][] = [
    ["load edge list and order", ({ nodes, edges }) => after({ nodes, edges }, topologicalOrder)],
    ["order, compiled", (shape) => after(compile(shape), topologicalOrder)],
    ["components, compiled", (shape) => after(compile(shape), strongComponents)],
    [
      "compile graphology graph and order",
      (shape) => after(loadGraphology(shape), topologicalOrder),
    ],
  ];
  // What the machine's caches add to an algorithm that is linear: for comparison, not promised.
  const kahn = ({ out }: ReturnType<typeof compile<string>>) => bareKahn(out.offsets, out.targets);
  const [c, d] = await fastestInTurns(after(compile(small), kahn), after(compile(large), kahn));
  console.log(`growth of bare Kahn on the same graphs, ${large.name}: ${(d / c).toFixed(1)}`);
  for (const [what, prepare] of runs) {
    const [a, b] = await fastestInTurns(prepare(small), prepare(large));
    lines.push(atMost(`growth: ${what}`, `${large.name} 1e5 / 1e4`, b, a, 15));
  }
}

function after<A>(argument: A, run: (argument: A) => unknown): () => unknown {
  return () => run(argument);
}

for (const n of SIZES) {
  for (const shape of [randomDag, layeredDag]) await compareAll(shape(n));
}
for (const shape of [randomDag, layeredDag]) await growth(shape(10_000), shape(100_000));

for (const shape of [randomDag(100_000), layeredDag(100_000)]) {
  const bytes = bytesPerEdge(shape, () => compile({ nodes: shape.nodes, edges: shape.edges }));
  lines.push({
    what: "memory of the compiled graph, per edge",
    graph: `${shape.name} 1e5`,
    ours: `${bytes.toFixed(1)} B`,
    other: "",
    ratio: bytes,
    promise: "≤ 40 B",
    pass: bytes <= 40,
  });
}

console.log(table(lines));
const failed = lines.filter((line) => !line.pass).length;
console.log(`\n${lines.length - failed} of ${lines.length} promises hold.`);
if (failed > 0) process.exitCode = 1;
