import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { below } from "../diagnostics/origin.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

function isOrigin(value: unknown): value is Origin {
  return typeof value === "object" && value !== null && typeof (value as Origin).file === "string";
}

/** Settings of the aspects at a scope that contradict each other, or their schema. */
export function checkSettings(
  pipeline: Pipeline,
  id: NodeId,
  seen: Set<unknown> = new Set(),
): Finding[] {
  const { evaluator, resolution, settings, model } = pipeline;
  return [...evaluator.get(resolution.resolution, id).aspects.keys()].flatMap((name) => {
    // Told once, for the scope that all with the same settings share.
    const from = settings.from(id, name, evaluator);
    const folded = evaluator.get(settings.settings, from, name);
    if (folded === undefined || seen.has(folded)) return [];
    seen.add(folded);
    const where = `${id.replace(":", " ")}${from === id ? "" : " (and wherever its settings are the same)"}`;
    const declared = model.aspects.get(name)?.settings[0]?.origin;
    const found: Finding[] = [];
    for (const conflict of folded.findings()) {
      const parties = conflict.definitions;
      const told = parties.map((party) => party.layer).join(" and ");
      const path = `${name}.${conflict.path.join(".")}`;
      const settled = conflict.settledBy;
      found.push({
        code:
          conflict.code === "strategy-mismatch" ? "DEN_SETTING_INVALID" : "DEN_SETTING_CONFLICT",
        // Where a stronger layer decides, the two still disagree, but nothing depends on it.
        severity: settled === undefined ? "error" : "info",
        message:
          conflict.code === "strategy-mismatch"
            ? `${path} at ${where}: ${conflict.message}`
            : `${told} set ${path} to different values at ${where}${settled === undefined ? "" : ` (${settled} decides)`}`,
        places: parties.map((party) => party.origin).filter(isOrigin),
        remedy: "let one of them give way, or use policy.enforce",
      });
    }
    for (const issue of folded.validate()) {
      const by = isOrigin(issue.origin) ? issue.origin : declared;
      const origin = by === undefined ? undefined : below(by, ...issue.path);
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
