import type { FileHandle } from "gen-vars";
import { fileHandle } from "gen-vars";
import { WHOLE } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { fleetVarsModel } from "../vars/fleet-vars.ts";
import type { PlanOrigin } from "./plan.ts";

/** A file of a generator as declared: who gets it and how. Never its content. */
export interface PlanVarFile {
  readonly name: string;
  readonly secret: boolean;
  readonly deploy: FileHandle["deploy"];
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  readonly neededFor: FileHandle["neededFor"];
}

/** A generator at the scope where its values live. */
export interface PlanVar {
  /** `<scope>/<generator>`. */
  readonly id: string;
  readonly scope: string;
  readonly generator: string;
  /** The backend that keeps its secrets. */
  readonly backend: string;
  readonly files: readonly PlanVarFile[];
  readonly dependencies: readonly string[];
  readonly prompts: readonly string[];
  /** Aspects that declare it, and places. */
  readonly aspects: readonly string[];
  readonly origins: readonly PlanOrigin[];
}

/** Every generator of the fleet, dependencies first; empty while something is wrong with them. */
export function planVars(pipeline: Pipeline): PlanVar[] {
  const { model } = fleetVarsModel(pipeline);
  if (model === undefined) return [];
  const { evaluator, vars } = pipeline;
  const { scopes } = evaluator.get(vars.places.whole, WHOLE);
  const declared = new Map(
    scopes.map(({ id }) => [id, evaluator.get(vars.generators, id)] as const),
  );
  return model.instances.map((instance): PlanVar => {
    const { node, name, generator } = instance;
    const here = instance.declarations.flatMap((one) =>
      (declared.get(one.node.id) ?? []).filter((other) => other.name === name),
    );
    return {
      id: instance.id,
      scope: node.id,
      generator: name,
      backend: evaluator.get(vars.backends.backend, node.id, name),
      files: [...generator.files.keys()].map((file): PlanVarFile => {
        const { secret, deploy, owner, group, mode, neededFor } = fileHandle(model, instance, file);
        return { name: file, secret, deploy, owner, group, mode, neededFor };
      }),
      dependencies: instance.dependencies.map(({ on }) => on.id),
      prompts: [...generator.prompts.keys()],
      aspects: [...new Set(here.flatMap(({ aspect }) => aspect ?? []))],
      origins: unique(here.map(({ origin: { file, path } }) => ({ file, path }))),
    };
  });
}

function unique(origins: readonly PlanOrigin[]): PlanOrigin[] {
  const seen = new Set<string>();
  return origins.filter((origin) => {
    const text = JSON.stringify(origin);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
