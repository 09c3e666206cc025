import { type Finding, problem } from "../diagnostics/finding.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { suggestion } from "../model/reader.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { namesIn } from "../pipeline/topology.ts";

/** Tags and environments that name hosts or tags which nothing declares. */
export function checkTags(pipeline: Pipeline): Finding[] {
  const { model, evaluator, base } = pipeline;
  const findings: Finding[] = [];
  const hosts = new Set(model.hostNames);
  const tags = new Set(model.tags.keys());
  for (const name of model.hostNames) {
    for (const tag of evaluator.get(base.declared, `host:${name}`)?.tags ?? []) tags.add(tag.value);
  }
  const unknownHost = (name: string, where: string, origin: Origin): void => {
    findings.push(
      problem(
        "DEN_UNKNOWN_HOST",
        `${where} names the host ${JSON.stringify(name)}, which is not declared`,
        {
          places: [origin],
          remedy: suggestion(name, hosts),
        },
      ),
    );
  };
  const selector = (value: unknown, where: string, origin: Origin): void => {
    const names = namesIn(value, origin);
    if ("severity" in names) {
      findings.push(names);
      return;
    }
    for (const tag of names.tags) {
      if (tags.has(tag)) continue;
      findings.push(
        problem(
          "DEN_UNKNOWN_TAG",
          `${where} selects by the tag ${JSON.stringify(tag)}, which nothing carries`,
          {
            places: [origin],
            remedy: suggestion(tag, tags),
          },
        ),
      );
    }
  };
  for (const [tag, parts] of model.tags) {
    for (const { value, origin } of parts) {
      const where = `the tag ${tag}`;
      if (Array.isArray(value)) {
        value.forEach((name, index) => {
          if (typeof name !== "string" || !hosts.has(name))
            unknownHost(String(name), where, below(origin, String(index)));
        });
      } else if (typeof value === "function") {
        for (const name of evaluator.get(pipeline.topology.computedTag, tag)) {
          if (!hosts.has(name)) unknownHost(name, where, origin);
        }
      } else selector(value, where, origin);
    }
  }
  for (const [name, parts] of model.environments) {
    for (const part of parts) {
      const declared = part.value.hosts;
      if (declared === undefined) continue;
      const origin = below(part.origin, "hosts");
      const where = `the environment ${name}`;
      if (!Array.isArray(declared)) selector(declared, where, origin);
      else {
        declared.forEach((host, index) => {
          if (typeof host !== "string" || !hosts.has(host))
            unknownHost(String(host), where, below(origin, String(index)));
        });
      }
    }
  }
  return findings;
}

/** Tags given as selectors that ask for each other in a circle: the evaluator's error, at the first host that meets it. */
export function checkTagCircles({ model, evaluator, topology }: Pipeline): Finding[] {
  const selected = [...model.tags.values()].some((parts) =>
    parts.some(({ value }) => !Array.isArray(value) && typeof value !== "function"),
  );
  if (selected) for (const name of model.hostNames) evaluator.get(topology.tags, `host:${name}`);
  return [];
}
