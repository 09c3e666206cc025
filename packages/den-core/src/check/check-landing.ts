import { destructured } from "gen-nix";
import type { Finding } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
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
  const { model, evaluator, resolution, contributions } = pipeline;
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
      if (declared === undefined) continue;
      if (landedOrigins.has(JSON.stringify([sighting.class, declared.origin]))) {
        findings.push(...lostAtSome(pipeline, sighting, declared.origin));
        continue;
      }
      const where = sighting.scopes
        .slice(0, 3)
        .map((id) => id.replace(":", " "))
        .join(", ");
      const kinds = model.classes.get(sighting.class)?.kinds ?? [];
      // A class that is not declared right was told as such.
      if (!kinds.some((kind) => model.kinds.has(kind))) continue;
      const reachesHost =
        kinds.includes("host") && sighting.scopes.some((id) => reaches(pipeline, id, ["host"]));
      const waits = waitsFor(pipeline, declared.value, sighting.scopes);
      const needs =
        waits !== undefined
          ? `a ${waits}, which it reads`
          : reachesHost
            ? "a host of that class"
            : `a ${kinds.join(" or a ")}`;
      findings.push({
        code: "DEN_CANNOT_LAND",
        severity: reachesHost ? "warning" : "error",
        message: `the ${sighting.class} content of aspect ${sighting.aspect} can land nowhere: it needs ${needs}, and the aspect is included at ${where}`,
        subject: `aspect ${sighting.aspect}`,
        places: [declared.origin],
        remedy:
          waits !== undefined
            ? `include the aspect at a ${waits} or above one, or do not read \`${waits}\``
            : reachesHost
              ? "include the aspect at a host of that class, or remove the content"
              : `include the aspect where there is a ${kinds.join(" or a ")}, or remove the content`,
      });
    }
  }
  return findings;
}

/** The kind that a function destructures and that none of the scopes has, at itself, above or below. */
function waitsFor(
  pipeline: Pipeline,
  value: unknown,
  scopes: readonly NodeId[],
): string | undefined {
  if (typeof value !== "function") return undefined;
  const { kinds } = pipeline.model;
  return destructured(value as (args: never) => unknown)
    .map(({ name }) => name)
    .find(
      (name) =>
        kinds.has(name) &&
        name !== "fleet" &&
        name !== "environment" &&
        scopes.every((id) => !reaches(pipeline, id, [name])),
    );
}

/** Content that lands somewhere, and is lost at some of the scopes that have its aspect. */
function lostAtSome(pipeline: Pipeline, sighting: Sighting, origin: Origin): Finding[] {
  const kinds = pipeline.model.classes.get(sighting.class)?.kinds ?? [];
  // That a host is of the other class, and a home on no host, is what classes are for.
  const lost = sighting.scopes.filter(
    (id) => !id.startsWith("home:") && !reaches(pipeline, id, kinds),
  );
  if (lost.length === 0) return [];
  const shown = lost.slice(0, 3).map((id) => id.replace(":", " "));
  const more = lost.length - shown.length;
  return [
    {
      code: "DEN_NARROWED",
      severity: "info",
      message: `the ${sighting.class} content of aspect ${sighting.aspect} lands nowhere from ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}, where there is no ${kinds.join(" or ")}`,
      subject: `aspect ${sighting.aspect}`,
      places: [origin],
    },
  ];
}

/** Whether a scope is, is below, or has below it an entity of one of the kinds. */
function reaches(pipeline: Pipeline, id: NodeId, kinds: readonly string[]): boolean {
  const is = (node: NodeId): boolean => kinds.includes(node.slice(0, node.indexOf(":")));
  const hasBelow = (node: NodeId): boolean =>
    pipeline.evaluator
      .get(pipeline.topology.children, node)
      .some((child) => is(child) || hasBelow(child));
  return pipeline.evaluator.get(pipeline.topology.chain, id).some(is) || hasBelow(id);
}
