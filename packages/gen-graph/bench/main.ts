import { type CompiledGraph, compile, strongComponents, topologicalOrder } from "gen-graph";
import { stronglyConnectedComponents } from "graphology-components";
import { topologicalSort } from "graphology-dag";
import { bareKahn, bareLoad, bareRead, bareTarjan } from "./bare.ts";
import { bytesPerEdge } from "./memory.ts";
import { atLeast, atMost, besideBare, type Line, table } from "./report.ts";
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
  const graph = `${large.name} 1e5 / 1e4`;
  const compiled = (shape: Shape): CompiledGraph<string> => compile(shape);
  // What is asked, and the least that any program would do for it, which shows what the caches of
  // the machine add to an algorithm that is linear.
  const rows: readonly GrowthRow[] = [
    {
      what: "load edge list and order",
      ours: (shape) => after(shape, topologicalOrder),
      bare: ["looking each edge up in a Map", (shape) => after(shape, bareLoad)],
    },
    {
      what: "order, compiled",
      ours: (shape) => after(compiled(shape), topologicalOrder),
      bare: [
        "bare Kahn",
        (shape) => after(compiled(shape).out, (out) => bareKahn(out.offsets, out.targets)),
      ],
    },
    {
      what: "components, compiled",
      ours: (shape) => after(compiled(shape), strongComponents),
      bare: [
        "bare Tarjan",
        (shape) => after(compiled(shape).out, (out) => bareTarjan(out.offsets, out.targets)),
      ],
    },
    {
      what: "compile graphology graph and order",
      ours: (shape) => after(loadGraphology(shape), topologicalOrder),
      bare: ["reading its edges into a Map", (shape) => after(loadGraphology(shape), bareRead)],
    },
  ];
  for (const { what, ours, bare } of rows) {
    const [a, b] = await fastestInTurns(ours(small), ours(large));
    const [c, d] = await fastestInTurns(bare[1](small), bare[1](large));
    lines.push(atMost(`growth: ${what}`, graph, b, a, 15));
    lines.push(besideBare(`growth: ${what} / ${bare[0]}`, graph, b / a, d / c, 1.3));
    console.error(`growth: ${what}, ${graph} done`);
  }
}

/** Something whose growth is measured, and a linear program of the same kind for comparison. */
interface GrowthRow {
  readonly what: string;
  readonly ours: (shape: Shape) => () => unknown;
  readonly bare: readonly [what: string, (shape: Shape) => () => unknown];
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
