import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { below } from "../diagnostics/origin.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

function isOrigin(value: unknown): value is Origin {
  return typeof value === "object" && value !== null && typeof (value as Origin).file === "string";
}

/** Settings of the aspects at a scope that contradict each other, or their schema. */
export function checkSettings(pipeline: Pipeline, id: NodeId): Finding[] {
  const { evaluator, resolution, settings } = pipeline;
  const where = id.replace(":", " ");
  return [...evaluator.get(resolution.resolution, id).aspects.keys()].flatMap((name) => {
    const folded = evaluator.get(settings.settings, id, name);
    if (folded === undefined) return [];
    const found: Finding[] = [];
    for (const conflict of folded.findings()) {
      const parties = conflict.definitions;
      const told = parties.map((party) => party.layer).join(" and ");
      found.push(
        problem(
          "DEN_SETTING_CONFLICT",
          `${told} set ${name}.${conflict.path.join(".")} to different values at ${where}`,
          {
            places: parties.map((party) => party.origin).filter(isOrigin),
            remedy: "let one of them give way, or use policy.enforce",
          },
        ),
      );
    }
    for (const issue of folded.validate()) {
      const origin = isOrigin(issue.origin) ? below(issue.origin, ...issue.path) : undefined;
      found.push(
        problem(
          "DEN_SETTING_INVALID",
          `${name}.${issue.path.join(".")} at ${where}: ${issue.message}`,
          {
            ...(origin === undefined ? {} : { places: [origin] }),
            ...(issue.remedy === undefined ? {} : { remedy: issue.remedy }),
          },
        ),
      );
    }
    return found;
  });
}
