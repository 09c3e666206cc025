import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { chainsTo } from "../pipeline/resolved.ts";
import { type PlanOutput, planConfiguration, planInstantiated, planLanded } from "../plan/plan.ts";
import { nearby } from "./nearby.ts";
import type { Arrival } from "./why.ts";

/** An output that a host has, or has a part in. */
export interface OutputAnswer {
  readonly output: string;
  readonly class: string;
  readonly file: string | undefined;
  /** The modules that come from the host, or from scopes above and below it. */
  readonly contents: readonly Arrival[];
}

/** The outputs that bear on a host: its own, and those that scopes around it make. */
function outputsNear(
  pipeline: Pipeline,
  host: NodeId,
  wants: (head: string) => boolean,
): PlanOutput[] {
  const { evaluator, outputs } = pipeline;
  const around = nearby(pipeline, host);
  return [
    planConfiguration(evaluator.get(outputs.host, host), pipeline.model),
    ...planInstantiated(pipeline, around),
    ...planLanded(pipeline, around, wants),
  ];
}

/** The attribute names of the outputs that a host and its policies make: nothing of other hosts is read. */
export function outputNames(pipeline: Pipeline, host: NodeId): string[] {
  return outputsNear(pipeline, host, () => false).map(({ attribute }) => attribute.join("."));
}

/** Where the modules of an output come from; undefined when nothing around the host makes it. */
export function explainOutput(
  pipeline: Pipeline,
  host: NodeId,
  name: string,
): OutputAnswer | undefined {
  const { evaluator, resolution } = pipeline;
  // What lands above the machines is asked only where its class is meant: it reads many hosts.
  const [head = ""] = name.split(".");
  const found = outputsNear(pipeline, host, (known) => known === head).find(
    ({ attribute }) => attribute.join(".") === name,
  );
  if (found === undefined) return undefined;
  const around = new Set(nearby(pipeline, host));
  const contents = found.modules
    .filter(({ from }) => from.some((scope) => around.has(scope)))
    .map(
      (module): Arrival => ({
        aspect: module.aspect,
        class: module.class,
        at: module.at,
        origin: module.origin,
        chains: module.from
          .filter((scope) => around.has(scope))
          .flatMap((scope) => chainsTo(evaluator.get(resolution.resolution, scope), module.aspect)),
      }),
    );
  return { output: name, class: found.class, file: found.file, contents };
}
