import type { Instance, VarsModel } from "gen-vars";
import { type Origin, originText } from "../diagnostics/origin.ts";
import { WHOLE } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** Origins of declared generators by their text, which is how gen-vars carries them. */
export function originsByText({
  evaluator,
  vars,
}: Pick<Pipeline, "evaluator" | "vars">): Map<string, Origin> {
  return new Map(
    evaluator
      .get(vars.places.whole, WHOLE)
      .scopes.flatMap(({ id }) => evaluator.get(vars.generators, id))
      .map(({ origin }) => [originText(origin), origin] as const),
  );
}

/** Finds where the generator of an id (of an instance, or of one of its files) was declared. */
export function declaredAt(
  pipeline: Pipeline,
  model: VarsModel,
): (id: string) => readonly Origin[] {
  let known: Map<string, Origin> | undefined;
  return (id) => {
    const instance = instanceOfId(model, id);
    if (instance === undefined) return [];
    known ??= originsByText(pipeline);
    const texts = new Set(instance.declarations.map(({ origin }) => origin ?? ""));
    return [...texts].flatMap((text) => known?.get(text) ?? []);
  };
}

/** The instance of an id, or of the id of one of its files. */
export function instanceOfId(model: VarsModel, id: string): Instance | undefined {
  return model.instance(id) ?? model.instance(id.slice(0, Math.max(0, id.lastIndexOf("/"))));
}
