import { refuse } from "../diagnostics/den-error.ts";
import { suggestion } from "../model/reader.ts";
import { hostId, type Pipeline } from "../pipeline/pipeline.ts";
import { type PlanSetting, planSettings } from "../plan/plan.ts";

/** Settings of an aspect at a host, leaf by leaf, with who set each and what that shadows. */
export interface SettingsAnswer {
  readonly host: string;
  readonly aspect: string;
  /** Whether the aspect is at the host: where it is not, its settings have no effect. */
  readonly present: boolean;
  readonly settings: readonly PlanSetting[];
}

/**
 * The settings of an aspect at a host: all, or those at and below `path`.
 *
 * @throws DenError `DEN_UNKNOWN_HOST`, `DEN_UNKNOWN_ASPECT`, `DEN_UNKNOWN_SETTING`
 */
export function settingsAt(
  pipeline: Pipeline,
  host: string,
  aspect: string,
  path = "",
): SettingsAnswer {
  const { model, evaluator, resolution } = pipeline;
  const id = hostId(model, host);
  if (!model.aspects.has(aspect)) {
    refuse("DEN_UNKNOWN_ASPECT", `there is no aspect ${JSON.stringify(aspect)}`, {
      remedy: suggestion(aspect, model.aspects.keys()),
    });
  }
  const all = planSettings(pipeline, id, aspect);
  const settings =
    path === "" ? all : all.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
  if (path !== "" && settings.length === 0) {
    refuse("DEN_UNKNOWN_SETTING", `${aspect} has no setting ${JSON.stringify(path)} at ${host}`, {
      remedy: suggestion(
        path,
        all.map((one) => one.path),
      ),
    });
  }
  const present = evaluator.get(resolution.resolution, id).aspects.has(aspect);
  return { host, aspect, present, settings };
}
