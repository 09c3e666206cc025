import { buildModel } from "../src/model/build-model.ts";
import { createPipeline, type Pipeline } from "../src/pipeline/pipeline.ts";
import { planEntity } from "../src/plan/plan.ts";
import { generateFleet } from "./generate-fleet.ts";

/** What one size of fleet costs. Times in ms, memory in MiB. */
export interface FleetCost {
  readonly hosts: number;
  readonly load: number;
  readonly one: number;
  readonly all: number;
  readonly edit: number;
  readonly plan: number;
  readonly heap: number;
}

function timed<T>(run: () => T): { readonly ms: number; readonly value: T } {
  const start = performance.now();
  const value = run();
  return { ms: performance.now() - start, value };
}

function heap(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Loads, asks for one host, for all, changes one setting and asks again, and plans every host. */
export function measureFleet(hosts: number): FleetCost {
  const before = heap();
  const declared = generateFleet({ hosts }) as Readonly<Record<string, unknown>>;
  const { ms: load, value: pipeline } = timed(
    (): Pipeline =>
      createPipeline(
        buildModel("/fleet", [
          { file: "den.config.ts", absolute: "/fleet/den.config.ts", value: declared },
        ]),
      ),
  );
  const { evaluator, outputs, model, base } = pipeline;
  const ask = (name: string): unknown => evaluator.get(outputs.host, `host:${name}`);
  const { ms: one } = timed(() => ask(model.hostNames[3] ?? ""));
  const { ms: all } = timed(() => model.hostNames.forEach(ask));
  const { ms: edit } = timed(() => {
    evaluator.set(base.version, `host:${model.hostNames[5]}`, 1);
    model.hostNames.forEach(ask);
  });
  const peak = heap() - before;
  const { ms: plan } = timed(() => {
    for (const name of model.hostNames) JSON.stringify(planEntity(pipeline, `host:${name}`));
  });
  return { hosts, load, one, all, edit, plan, heap: peak };
}
