import { compile, strongComponents, topologicalOrder } from "gen-graph";
import { stronglyConnectedComponents } from "graphology-components";
import { topologicalSort } from "graphology-dag";
import { bareKahn, bareTarjan } from "./bare.ts";
import { bytesPerEdge } from "./memory.ts";
import { atLeast, atMost, type Line, table } from "./report.ts";
import { layeredDag, loadGraphology, randomDag, type Shape } from "./shapes.ts";
import { fastest, fastestOfFew } from "./timing.ts";

const SIZES = [1_000, 10_000, 100_000];
const lines: Line[] = [];
const growth = new Map<string, number>();

async function compareAll(shape: Shape): Promise<void> {
  const { n, nodes, edges } = shape;
  const graph = `${shape.name} ${n.toExponential(0).replace("+", "")}`;
  const note = (what: string, ms: number): number => {
    growth.set(`${what} ${shape.name} ${n}`, ms);
    return ms;
  };
  const graphology = loadGraphology(shape);
  const compiled = compile({ nodes, edges });
  const { offsets, targets } = compiled.out;

  const both = await fastestOfFew(() => topologicalSort(loadGraphology(shape)), n);
  const load = note("load and order", await fastest(() => topologicalOrder({ nodes, edges }), n));
  lines.push(atLeast("load edge list and order / graphology + dag", graph, load, both, 8));

  const sort = await fastest(() => topologicalSort(graphology), n);
  const order = note("order, compiled", await fastest(() => topologicalOrder(compiled), n));
  lines.push(atLeast("order, compiled / graphology-dag", graph, order, sort, 10));
  const kahn = await fastest(() => bareKahn(offsets, targets), n);
  lines.push(atMost("order, compiled / bare Kahn", graph, order, kahn, 3));

  const theirs = await fastest(() => stronglyConnectedComponents(graphology), n);
  const components = note(
    "components, compiled",
    await fastest(() => strongComponents(compiled), n),
  );
  lines.push(
    atLeast("components, compiled / graphology-components", graph, components, theirs, 10),
  );
  const tarjan = await fastest(() => bareTarjan(offsets, targets), n);
  lines.push(atMost("components, compiled / bare Tarjan", graph, components, tarjan, 3));

  const sortAgain = await fastest(() => topologicalSort(graphology), n);
  const read = note(
    "graphology graph, order",
    await fastest(() => topologicalOrder(graphology), n),
  );
  lines.push(
    atMost("compile graphology graph and order / graphology-dag", graph, read, sortAgain, 1),
  );
  console.error(`${graph} done`);
}

for (const n of SIZES) {
  for (const shape of [randomDag(n), layeredDag(n)]) await compareAll(shape);
}

for (const [name, ms] of growth) {
  if (!name.endsWith(" 100000")) continue;
  const what = name.slice(0, -" 100000".length);
  const smaller = growth.get(`${what} 10000`) as number;
  lines.push(atMost(`growth: ${what}`, "1e5 / 1e4", ms, smaller, 15));
}

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
