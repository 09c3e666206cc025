import type { Picture } from "den-diagram";
import type { Instance, PlacedVars } from "gen-vars";
import { DenError } from "../diagnostics/den-error.ts";
import { compareNames, INSTANCE_KIND } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import { hostId, type Pipeline } from "../pipeline/pipeline.ts";
import { fleetVarsModel } from "../vars/fleet-vars.ts";
import { details, type Row } from "./details.ts";
import { entityNode } from "./ids.ts";
import { collect, type Parts } from "./parts.ts";

/** A generator with what it depends on, as far as that is known. */
export interface DrawnGenerator {
  readonly instance: Instance;
  readonly dependencies: readonly {
    /** `<scope>/<generator>`. */
    readonly id: string;
    /** Only public files of it are handed over. */
    readonly publicOnly: boolean;
  }[];
}

/**
 * The generators of a fleet, or those around one host, by the scope where their values live, with what
 * each depends on; a kind for each backend. It tells whether values are there, and never what they are.
 *
 * @throws DenError with everything that is wrong with the generators; `DEN_UNKNOWN_HOST`
 */
export function varsPicture(pipeline: Pipeline, host?: string): Picture {
  if (host !== undefined) {
    const { evaluator, vars, model } = pipeline;
    const { placed } = evaluator.get(vars.places.around, hostId(model, host));
    return generatorsPicture(pipeline, generatorsAround(placed), `Generators around host ${host}`);
  }
  const { model, findings } = fleetVarsModel(pipeline);
  if (model === undefined)
    throw new DenError(findings.filter(({ severity }) => severity === "error"));
  return generatorsPicture(
    pipeline,
    resolvedGenerators(model.instances),
    `Generators of ${pipeline.model.name}`,
  );
}

/** Generators of a checked model: their dependencies are known. */
export function resolvedGenerators(instances: readonly Instance[]): DrawnGenerator[] {
  return instances.map((instance) => ({
    instance,
    dependencies: instance.dependencies.map(({ on, access }) => ({
      id: on.id,
      publicOnly: access === "public",
    })),
  }));
}

/** Generators of a part of a fleet: what they depend on is looked up in that part, by name and scope. */
function generatorsAround(placed: PlacedVars): DrawnGenerator[] {
  const named = new Map(
    placed.scopes.nodes.flatMap(({ id, name }) => [[name ?? id, id] as const, [id, id] as const]),
  );
  return placed.scopes.nodes.flatMap(({ id: node }) =>
    [...placed.at(node).values()].map((instance) => ({
      instance,
      dependencies: instance.generator.dependencies.map((dependency) => {
        const { generator } = dependency;
        if (dependency.node !== undefined) {
          const other = named.get(dependency.node) ?? dependency.node;
          return { id: `${other}/${generator}`, publicOnly: other !== node };
        }
        const line = placed.scopes.lineOf(node);
        const at = line.find(
          (above) =>
            placed.at(above.id).has(generator) &&
            (dependency.scope === undefined || above.kind === dependency.scope),
        );
        return { id: `${at?.id ?? "?"}/${generator}`, publicOnly: false };
      }),
    })),
  );
}

/** A picture of some generators; one that another depends on and that is not among them is only named. */
export function generatorsPicture(
  pipeline: Pipeline,
  generators: readonly DrawnGenerator[],
  title: string,
): Picture {
  const parts = collect();
  for (const { instance } of generators) draw(parts, pipeline, instance);
  for (const { instance, dependencies } of generators)
    for (const { id, publicOnly } of dependencies) {
      if (!parts.has(id)) parts.node({ id, label: id, kind: "elsewhere", muted: true });
      parts.edge({
        from: instance.id,
        to: id,
        ...(publicOnly ? { kind: "public files of", label: "public" } : { kind: "depends on" }),
      });
    }
  return parts.done(title);
}

function draw(parts: Parts, pipeline: Pipeline, instance: Instance): void {
  const { evaluator, vars } = pipeline;
  const { node, name, generator, declarations } = instance;
  const group = parts.group({
    id: entityNode(node.id),
    kind: node.kind === INSTANCE_KIND ? "service" : node.kind,
    label: node.name ?? node.id,
  });
  const stored = evaluator.get(vars.records.stored, node.id, name);
  const files = [...generator.files.values()];
  const made = files.filter((file) => stored?.files.has(file.name) === true).length;
  const state =
    stored === undefined ? "missing" : made < files.length ? "not all generated" : "generated";
  const origins = declarations.flatMap(({ origin }) => origin ?? []);
  parts.node({
    id: instance.id,
    label: name,
    kind: evaluator.get(vars.backends.backend, node.id, name),
    note: state,
    group,
    ...details(
      ["scope", node.id.replace(":", " ")],
      ["backend", evaluator.get(vars.backends.backend, node.id, name)],
      ["state", state],
      ...files.map((file): Row => [`file ${file.name}`, file.secret ? "secret" : "public"]),
      ["asks for", [...generator.prompts.keys()]],
      ["aspects", aspectsOf(pipeline, instance)],
      ...[...new Set(origins)].sort(compareNames).map((text): Row => ["declared", text]),
    ),
  });
}

function aspectsOf({ evaluator, vars }: Pipeline, { name, declarations }: Instance): string[] {
  const nodes = new Set<NodeId>(declarations.map(({ node }) => node.id));
  const found = [...nodes].flatMap((id) =>
    evaluator
      .get(vars.generators, id)
      .flatMap((one) => (one.name === name ? (one.aspect ?? []) : [])),
  );
  return [...new Set(found)].sort(compareNames);
}
