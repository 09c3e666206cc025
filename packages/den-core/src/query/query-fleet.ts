import { parseSelector, SelectError, select, selectorNames } from "gen-select";
import { allEntities } from "../check/check-landing.ts";
import { refuse } from "../diagnostics/den-error.ts";
import { suggestion } from "../model/reader.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { asMembership } from "../pipeline/selectors.ts";
import { fleetView } from "./fleet-view.ts";
import { knownNames, unknownInSelector } from "./unknown-names.ts";

/** The tags that anything in the fleet carries or declares. */
export function declaredTags(pipeline: Pipeline): Set<string> {
  const { model, evaluator, base } = pipeline;
  const tags = new Set(model.tags.keys());
  for (const id of allEntities(pipeline))
    for (const tag of evaluator.get(base.declared, id)?.tags ?? []) tags.add(tag.value);
  return tags;
}

/**
 * The entities that a selector in text form matches, in name order.
 *
 * @throws DenError `DEN_USAGE` for a text that is no selector, `DEN_UNKNOWN_TAG`, `DEN_UNKNOWN_KIND`,
 * `DEN_UNKNOWN_ENTITY` for a name and `DEN_UNKNOWN_KEY` for an attribute that nothing has
 */
export function queryFleet(pipeline: Pipeline, text: string): NodeId[] {
  let selector: ReturnType<typeof parseSelector>;
  try {
    selector = asMembership(parseSelector(text));
  } catch (error) {
    if (!(error instanceof SelectError)) throw error;
    return refuse("DEN_USAGE", error.message);
  }
  const names = selectorNames(selector);
  for (const kind of names.kinds) {
    if (pipeline.model.kinds.has(kind)) continue;
    refuse("DEN_UNKNOWN_KIND", `there is no kind ${JSON.stringify(kind)}`, {
      remedy: suggestion(kind, pipeline.model.kinds.keys()),
    });
  }
  if (names.tags.length > 0) {
    const tags = declaredTags(pipeline);
    for (const tag of names.tags) {
      if (tags.has(tag)) continue;
      refuse("DEN_UNKNOWN_TAG", `nothing carries the tag ${JSON.stringify(tag)}`, {
        remedy: suggestion(tag, tags),
      });
    }
  }
  const [unknown] = unknownInSelector(selector, knownNames(pipeline));
  if (unknown !== undefined) {
    refuse(unknown.code, `the selector asks for ${unknown.what}`, { remedy: unknown.remedy });
  }
  return select(selector, fleetView(pipeline)).ids();
}
