import type { Finding } from "../diagnostics/finding.ts";
import type { AspectPart } from "../model/model.ts";
import { entityId } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

interface Sighting {
  readonly aspect: string;
  readonly class: string;
  readonly part: AspectPart;
  readonly scopes: NodeId[];
  lands: boolean;
}

/** Every entity of a fleet, from the fleet down, by the tree of scopes. */
export function allEntities(pipeline: Pipeline): NodeId[] {
  const { model, evaluator, topology } = pipeline;
  const found: NodeId[] = [];
  const stack: NodeId[] = [entityId("fleet", model.name)];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    found.push(id);
    stack.push(...[...evaluator.get(topology.children, id)].reverse());
  }
  return found;
}

/**
 * Content of included aspects that lands at no scope of the whole fleet. Content for another kind of
 * entity is an error; content for the other class of host (`darwin` in a fleet of NixOS machines) is
 * a warning, because aspects are shared between fleets.
 */
export function checkLanding(pipeline: Pipeline): Finding[] {
  const { model, evaluator, resolution, contributions, topology } = pipeline;
  const sightings = new Map<AspectPart, Map<string, Sighting>>();
  const entities = allEntities(pipeline);
  for (const id of entities) {
    for (const { aspect, parts } of evaluator.get(resolution.own, id).aspects.values()) {
      for (const part of parts) {
        const byClass = sightings.get(part) ?? new Map<string, Sighting>();
        sightings.set(part, byClass);
        for (const className of part.contents.keys()) {
          const known = byClass.get(className);
          if (known === undefined)
            byClass.set(className, {
              aspect: aspect.name,
              class: className,
              part,
              scopes: [id],
              lands: false,
            });
          else known.scopes.push(id);
        }
      }
    }
  }
  const landedOrigins = new Set<string>();
  for (const id of entities) {
    const kind = id.slice(0, id.indexOf(":"));
    for (const known of model.classes.values()) {
      if (!known.kinds.includes(kind)) continue;
      const landed = evaluator.get(contributions.landed, id, known.name);
      for (const { class: of, origin, also = [], at } of landed.contributions) {
        for (const place of [origin, ...also]) {
          // Content that was taken apart by name landed as what it was declared as.
          const path = place.path.slice(0, place.path.length - at.length);
          landedOrigins.add(JSON.stringify([of, { file: place.file, path }]));
        }
      }
      // Content that failed to be computed did find its place.
      for (const finding of landed.findings) {
        for (const place of finding.places ?? [])
          landedOrigins.add(JSON.stringify([known.name, place]));
      }
    }
  }
  const findings: Finding[] = [];
  for (const byClass of sightings.values()) {
    for (const sighting of byClass.values()) {
      const declared = sighting.part.contents.get(sighting.class);
      if (
        declared === undefined ||
        landedOrigins.has(JSON.stringify([sighting.class, declared.origin]))
      )
        continue;
      const where = sighting.scopes
        .slice(0, 3)
        .map((id) => id.replace(":", " "))
        .join(", ");
      const kinds = model.classes.get(sighting.class)?.kinds ?? [];
      const reachesHost =
        kinds.includes("host") &&
        sighting.scopes.some(
          (id) =>
            evaluator.get(topology.chain, id).some((node) => node.startsWith("host:")) ||
            hasHostBelow(pipeline, id),
        );
      findings.push({
        code: "DEN_CANNOT_LAND",
        severity: reachesHost ? "warning" : "error",
        message: `the ${sighting.class} content of aspect ${sighting.aspect} can land nowhere: it needs ${reachesHost ? "a host of that class" : `a ${kinds.join(" or a ")}`}, and the aspect is included at ${where}`,
        subject: `aspect ${sighting.aspect}`,
        places: [declared.origin],
        remedy: reachesHost
          ? "include the aspect at a host of that class, or remove the content"
          : `include the aspect where there is a ${kinds.join(" or a ")}, or remove the content`,
      });
    }
  }
  return findings;
}

function hasHostBelow(pipeline: Pipeline, id: NodeId): boolean {
  return pipeline.evaluator
    .get(pipeline.topology.children, id)
    .some((child) => child.startsWith("host:") || hasHostBelow(pipeline, child));
}
