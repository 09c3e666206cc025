import { type Attribute, attribute, createEvaluator } from "gen-scope";

// Evaluates as many instances as it is told, each reading two others, within the heap it was given.
const size = Number(process.argv[2]);
const width = size / 100;
const cell: Attribute<string, number> = attribute<string, number>("cell", (node, ctx) => {
  const at = Number(node.slice("scope:".length));
  if (at < width) return 1;
  const below = at - width;
  const beside = below % width === width - 1 ? below - width + 1 : below + 1;
  return (ctx.get(cell, `scope:${below}`) + ctx.get(cell, `scope:${beside}`)) % 1_000_003;
});
const ev = createEvaluator();
for (let at = size - width; at < size; at++) ev.get(cell, `scope:${at}`);
const { instances, evaluations } = ev.stats(cell);
process.stdout.write(JSON.stringify({ instances, evaluations }));
