import { type Attribute, attribute, createEvaluator } from "gen-scope";
import { alienByNode, alienWired, attributes, type Contender, mapMemo } from "./contenders.ts";
import { bytesOf, fastest } from "./measure.ts";
import { type Layers, layers } from "./workloads.ts";

type Row = readonly [
  what: string,
  size: string,
  ours: string,
  against: string,
  theirs: string,
  ratio: string,
  promised: string,
];
type Make = (layers: Layers) => Contender;

const OTHERS: readonly (readonly [name: string, make: Make, promised: number])[] = [
  ["Map memo by hand", mapMemo, 6],
  ["alien-signals, by node", alienByNode, 2],
  ["alien-signals, wired beforehand", alienWired, 2],
];

/** Measures the attribute evaluator; a Markdown table. */
export async function benchAttributes(): Promise<string> {
  const rows: Row[] = [];
  for (const size of [1_000, 10_000, 100_000]) await compare(rows, size);
  memory(rows);
  await deep(rows);
  const head = ["what", "instances", "gen-scope", "against", "theirs", "ratio", "promised"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

async function compare(rows: Row[], size: number): Promise<void> {
  const graph = layers(size);
  const samples = size === 100_000 ? 16 : size === 10_000 ? 60 : 300;
  const label = size.toExponential(0).replace("+", "");
  const each = (ms: number): string => `${((ms * 1e6) / size).toFixed(0)} ns`;
  const whole = (ms: number): string => `${ms.toPrecision(2)} ms`;
  const first = (make: Make): Promise<number> =>
    fastest(
      () => make(graph),
      (contender) => contender.evaluate(),
      samples,
    );
  // Making the wired computeds is part of what an instance costs.
  const wired = (make: Make): Promise<number> =>
    fastest(
      () => make,
      (fresh) => fresh(graph).evaluate(),
      samples,
    );
  const ours = await first(attributes);
  for (const [name, make, most] of OTHERS) {
    const theirs = await (make === alienWired ? wired : first)(make);
    rows.push([
      "first evaluation, an instance",
      label,
      each(ours),
      name,
      each(theirs),
      ratio(ours, theirs),
      verdict(ours / theirs, most),
    ]);
  }
  const edited = (make: Make): Promise<number> => {
    const contender = make(graph);
    let value = 1;
    contender.evaluate();
    const prepare = (): void => contender.edit(graph.leaves[5] as string, ++value);
    return fastest(prepare, () => contender.evaluate(), samples);
  };
  const oursEdited = await edited(attributes);
  for (const [name, make] of OTHERS) {
    const theirs = await edited(make);
    rows.push([
      "one leaf edited, all of the top read",
      label,
      whole(oursEdited),
      name,
      whole(theirs),
      ratio(oursEdited, theirs),
      "",
    ]);
  }
}

function memory(rows: Row[]): void {
  const size = 1_000_000;
  const graph = layers(size);
  const evaluated = (make: Make) => (): Contender => {
    const contender = make(graph);
    contender.evaluate();
    return contender;
  };
  const ours = bytesOf(evaluated(attributes));
  const gib = ours / 2 ** 30;
  rows.push([
    "memory, two reads an instance",
    "1e6",
    `${(ours / size).toFixed(0)} B each`,
    "1 GiB",
    "",
    gib.toFixed(2),
    verdict(gib, 1, " GiB"),
  ]);
  const theirs = bytesOf(evaluated(alienByNode));
  rows.push([
    "memory, two reads an instance",
    "1e6",
    `${(ours / size).toFixed(0)} B each`,
    "alien-signals, by node",
    `${(theirs / size).toFixed(0)} B each`,
    ratio(ours, theirs),
    "",
  ]);
}

async function deep(rows: Row[]): Promise<void> {
  const chain: Attribute<number, number> = attribute<number, number>("chain", (node, ctx) =>
    node === 0 ? 0 : ctx.get(chain, node - 1) + 1,
  );
  for (const size of [100_000, 1_000_000]) {
    const ms = await fastest(createEvaluator, (ev) => ev.get(chain, size), 2);
    rows.push([
      "a chain, first evaluation, an instance",
      size.toExponential(0).replace("+", ""),
      `${((ms * 1e6) / size).toFixed(0)} ns`,
      "all others overflow",
      "",
      "",
      "no overflow: kept",
    ]);
  }
}

function ratio(ours: number, theirs: number): string {
  return (ours / theirs).toFixed(2);
}

function verdict(value: number, most: number, unit = "×"): string {
  return `≤ ${most}${unit}: ${value <= most ? "kept" : "BROKEN"}`;
}
