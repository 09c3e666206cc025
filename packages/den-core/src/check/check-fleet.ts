import { type Finding, sortFindings } from "../diagnostics/finding.ts";
import { fleetOutputs } from "../emit/fleet-files.ts";
import type { Layout } from "../emit/layout.ts";
import { createModuleWriter } from "../emit/module-file.ts";
import { entityId } from "../model/names.ts";
import { suggestion } from "../model/reader.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { policiesOf } from "../pipeline/policy-index.ts";
import { withoutAcknowledged } from "./acknowledge.ts";
import { checkChannels, checkShapes } from "./check-channels.ts";
import { checkInert } from "./check-inert.ts";
import { allEntities, checkLanding } from "./check-landing.ts";
import { checkReferences } from "./check-references.ts";
import { checkServices } from "./check-services.ts";
import { checkSettings } from "./check-settings.ts";
import { checkTagCircles, checkTags } from "./check-tags.ts";
import { checkVarsDeclared } from "./check-vars.ts";
import { attempt } from "./cycle-finding.ts";

/** What is wrong with the declarations of one entity and with what it includes. */
export function checkEntity(pipeline: Pipeline, id: NodeId): Finding[] {
  const { evaluator, base, topology, resolution, model } = pipeline;
  const entity = evaluator.get(base.declared, id);
  if (entity === undefined) return [];
  const findings: Finding[] = [...entity.findings];
  if (entity.kind === "host") findings.push(...evaluator.get(topology.placement, id).findings);
  findings.push(...evaluator.get(pipeline.decided.decisions, id).findings);
  findings.push(...evaluator.get(resolution.resolution, id).findings);
  findings.push(...checkSettings(pipeline, id));
  findings.push(...checkChannels(pipeline, id));
  findings.push(...evaluator.get(pipeline.spawnProblems, id));
  for (const [aspect, layers] of entity.settings) {
    if (model.aspects.has(aspect)) continue;
    findings.push({
      code: "DEN_UNKNOWN_ASPECT",
      severity: "error",
      message: `the ${entity.kind} ${entity.name} sets settings of ${JSON.stringify(aspect)}, which is no aspect`,
      places: layers.map((layer) => layer.origin),
      remedy: suggestion(aspect, model.aspects.keys()),
    });
  }
  return findings;
}

/** What is wrong with the configuration of one host, its users included. */
export function checkHost(pipeline: Pipeline, id: NodeId): Finding[] {
  const { evaluator, outputs, topology } = pipeline;
  const findings = [...checkEntity(pipeline, id), ...evaluator.get(outputs.host, id).findings];
  for (const child of evaluator.get(topology.children, id))
    findings.push(...checkEntity(pipeline, child));
  return findings;
}

/**
 * Everything that is wrong with a fleet, in a stable order, each finding once; with what was found
 * about generated values, where somebody looked at them ({@link checkVarsStored}).
 */
export function checkFleet(
  pipeline: Pipeline,
  layout: Layout,
  stored?: readonly Finding[],
): Finding[] {
  const { evaluator, model, outputs } = pipeline;
  const findings: Finding[] = [
    ...model.findings,
    ...policiesOf(model).findings,
    ...checkReferences(model),
  ];
  const step = (run: () => readonly Finding[]): void => attempt(findings, run);
  step(() => checkTags(pipeline));
  step(() => checkTagCircles(pipeline));
  step(() => checkServices(pipeline));
  for (const name of model.aspects.keys()) {
    step(() => evaluator.get(pipeline.settings.schema, name).findings);
  }
  let entities: readonly NodeId[] = [];
  step(() => {
    entities = allEntities(pipeline);
    return [];
  });
  for (const id of entities) step(() => checkEntity(pipeline, id));
  for (const name of model.hostNames) {
    step(() => evaluator.get(outputs.host, entityId("host", name)).findings);
  }
  for (const name of model.homeNames) {
    step(() => evaluator.get(outputs.home, entityId("home", name)).findings);
  }
  step(() => {
    const above: Finding[] = [];
    fleetOutputs(pipeline, createModuleWriter(layout), layout, [], above);
    return above;
  });
  step(() => checkVarsDeclared(pipeline));
  step(() => checkLanding(pipeline));
  for (const id of entities) step(() => checkShapes(pipeline, id));
  // What has no effect can be told only where everything else could be evaluated.
  if (entities.length > 0) step(() => checkInert(pipeline, entities));
  findings.push(...(stored ?? []));
  const left = withoutAcknowledged(model, onceEach(findings), stored !== undefined);
  return sortFindings(left);
}

/** A circle or an unknown name is one finding, however many scopes meet it. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    if (!["DEN_INCLUDE_CYCLE", "DEN_PEERS_CYCLE", "DEN_CYCLE"].includes(finding.code)) return true;
    if (seen.has(finding.message)) return false;
    seen.add(finding.message);
    return true;
  });
}
