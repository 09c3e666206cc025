import { buildModel } from "../src/model/build-model.ts";
import type { Model } from "../src/model/model.ts";
import { createPipeline } from "../src/pipeline/pipeline.ts";
import { planPieces } from "../src/plan/plan.ts";
import { generateFleet } from "./generate-fleet.ts";

/** What one size of fleet costs. Processor time in ms, memory in MiB. */
export interface FleetCost {
  readonly hosts: number;
  readonly load: number;
  readonly one: number;
  readonly all: number;
  readonly edit: number;
  /** How many attributes were evaluated again after the change. */
  readonly again: number;
  readonly plan: number;
  /** The heap with all hosts evaluated, after a collection. */
  readonly heap: number;
  /** The most that the process ever had, plan included. */
  readonly peak: number;
  /** How often functions of content ran for all hosts. */
  readonly runs: number;
}

function timed<T>(run: () => T): { readonly ms: number; readonly value: T } {
  const start = process.cpuUsage();
  const value = run();
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1000, value };
}

function heap(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const modelOf = (declared: object): Model =>
  buildModel("/fleet", [
    {
      file: "den.config.ts",
      absolute: "/fleet/den.config.ts",
      value: declared as Readonly<Record<string, unknown>>,
    },
  ]);

/** Loads, asks for one host, for all, changes one setting and asks again, and plans the whole fleet. */
export function measureFleet(hosts: number): FleetCost {
  const before = heap();
  const declared = generateFleet({ hosts });
  const { ms: load, value: pipeline } = timed(() => createPipeline(modelOf(declared)));
  const { evaluator, outputs, model, base } = pipeline;
  const ask = (name: string): unknown => evaluator.get(outputs.host, `host:${name}`);
  const { ms: one } = timed(() => ask(model.hostNames[3] ?? ""));
  const { ms: all } = timed(() => model.hostNames.forEach(ask));
  const held = heap() - before;
  const runs = pipeline.binder.runs();
  const changed = model.hostNames[5] ?? "";
  const edited = modelOf(generateFleet({ hosts, changed }));
  const evaluated = evaluator.stats().evaluations;
  const { ms: edit } = timed(() => {
    base.source.model = edited;
    evaluator.set(base.version, `host:${changed}`, 1);
    model.hostNames.forEach(ask);
  });
  const again = evaluator.stats().evaluations - evaluated;
  const { ms: plan } = timed(() => {
    for (const piece of planPieces(pipeline, { root: "/fleet", out: "/fleet/den-out" }))
      if (piece.length === 0) throw new Error("an empty piece");
  });
  const peak = process.resourceUsage().maxRSS / 1024;
  return { hosts, load, one, all, edit, again, plan, heap: held, peak, runs };
}
