import type { Picture } from "den-diagram";
import { refuse } from "../diagnostics/den-error.ts";
import { pathText } from "../diagnostics/origin.ts";
import { nearby } from "../explain/nearby.ts";
import { compareNames } from "../model/names.ts";
import { suggestion } from "../model/reader.ts";
import { hostId, type Pipeline } from "../pipeline/pipeline.ts";
import {
  type PlanModule,
  type PlanOutput,
  planAspects,
  planConfiguration,
  planInstantiated,
  planOutputs,
} from "../plan/plan.ts";
import { aspectRows } from "./aspect-rows.ts";
import { details, listText, originRows } from "./details.ts";
import { aspectNode, outputNode } from "./ids.ts";
import { collect } from "./parts.ts";

/** Which outputs: those of a host, those that an aspect reaches, those of a host that it reaches; or all. */
export interface OutputsWanted {
  readonly at?: string;
  readonly aspect?: string;
}

/**
 * Outputs, and the aspects that contribute to each, with the classes of what they bring. Those of a host read that host
 * only; any other question evaluates the whole fleet.
 *
 * @throws DenError `DEN_UNKNOWN_HOST`, `DEN_UNKNOWN_ASPECT`
 */
export function outputsPicture(pipeline: Pipeline, { at, aspect }: OutputsWanted = {}): Picture {
  const { model } = pipeline;
  if (aspect !== undefined && !model.aspects.has(aspect)) {
    refuse("DEN_UNKNOWN_ASPECT", `there is no aspect ${JSON.stringify(aspect)}`, {
      remedy: suggestion(aspect, model.aspects.keys()),
    });
  }
  const parts = collect();
  const known = new Map(planAspects(model).map((one) => [one.name, one]));
  const outputs = at === undefined ? planOutputs(pipeline) : outputsAt(pipeline, at);
  for (const [name, made] of byName(outputs)) {
    const all = made.flatMap((output) => output.modules);
    const modules = all.filter((one) => aspect === undefined || one.aspect === aspect);
    if (modules.length === 0 && aspect !== undefined) continue;
    const ownClasses = sorted(made.map((output) => output.class));
    const to = parts.node({
      id: outputNode(name),
      kind: "output",
      label: name,
      note: ownClasses.join(", "),
      ...details(
        ["class", ownClasses],
        ["scope", listText(made.map(({ scope }) => scope.replace(":", " ")))],
        ["file", sorted(made.flatMap(({ file }) => file ?? []))],
        ["modules", all.length],
      ),
    });
    for (const [brings, found] of byAspect(modules)) {
      const from = parts.node({
        id: aspectNode(brings),
        kind: "aspect",
        label: brings,
        ...details(...aspectRows(known.get(brings))),
      });
      const classes = sorted(found.map((one) => one.class));
      const others = classes.filter((one) => !ownClasses.includes(one));
      const places = found.flatMap(({ at: path }) => (path.length === 0 ? [] : [pathText(path)]));
      const scopes = found.flatMap(({ from: computed }) => computed);
      parts.edge({
        from,
        to,
        kind: "contributes to",
        ...(others.length === 0 ? {} : { label: classes.join(", ") }),
        ...details(
          ["classes", classes],
          ["at", sorted(places)],
          ["from", listText(scopes.map((scope) => scope.replace(":", " ")))],
          ...originRows(found.map(({ origin }) => origin)),
        ),
      });
    }
  }
  const of = aspect === undefined ? "" : ` that ${aspect} reaches`;
  return parts.done(`Outputs of ${at === undefined ? model.name : `host ${at}`}${of}`);
}

/** What a host makes: its configuration, and what its policies and those around it name. */
function outputsAt(pipeline: Pipeline, host: string): PlanOutput[] {
  const id = hostId(pipeline.model, host);
  return [
    planConfiguration(pipeline.evaluator.get(pipeline.outputs.host, id), pipeline.model),
    ...planInstantiated(pipeline, nearby(pipeline, id)),
  ];
}

/** Outputs by attribute: several scopes may feed one. */
function byName(outputs: Iterable<PlanOutput>): Map<string, PlanOutput[]> {
  const found = new Map<string, PlanOutput[]>();
  for (const output of outputs) {
    const name = pathText(output.attribute);
    const list = found.get(name);
    if (list === undefined) found.set(name, [output]);
    else list.push(output);
  }
  return found;
}

function byAspect(modules: readonly PlanModule[]): Map<string, PlanModule[]> {
  const found = new Map<string, PlanModule[]>();
  for (const module of modules) {
    const list = found.get(module.aspect);
    if (list === undefined) found.set(module.aspect, [module]);
    else list.push(module);
  }
  return found;
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareNames);
}
