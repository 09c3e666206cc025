import { type Finding, problem, sortFindings } from "../diagnostics/finding.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { fleetOutputs } from "../emit/fleet-files.ts";
import type { Layout } from "../emit/layout.ts";
import { createModuleWriter } from "../emit/module-file.ts";
import type { EntityModel } from "../model/model.ts";
import { entityId } from "../model/names.ts";
import { suggestion } from "../model/reader.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { policiesOf } from "../pipeline/policy-index.ts";
import { referenceOf } from "../pipeline/resolution.ts";
import { accountOf } from "../pipeline/scope.ts";
import { refName, unknownAspect } from "../pipeline/walk-includes.ts";
import { withoutAcknowledged } from "./acknowledge.ts";
import { checkArguments } from "./check-arguments.ts";
import { checkChannels, checkShapes } from "./check-channels.ts";
import { checkInert } from "./check-inert.ts";
import { allEntities, checkLanding } from "./check-landing.ts";
import { checkNarrowed } from "./check-narrowed.ts";
import { checkPeers } from "./check-peers.ts";
import { checkReferences } from "./check-references.ts";
import { checkSelectors } from "./check-selectors.ts";
import { checkServices } from "./check-services.ts";
import { checkSettings } from "./check-settings.ts";
import { checkTagCircles, checkTags } from "./check-tags.ts";
import { checkVarsDeclared } from "./check-vars.ts";
import { attempt } from "./cycle-finding.ts";

/** What is wrong with the declarations of one entity and with what it includes. */
export function checkEntity(
  pipeline: Pipeline,
  id: NodeId,
  seen: Set<unknown> = new Set(),
): Finding[] {
  const { evaluator, base, topology, resolution, model } = pipeline;
  const entity = evaluator.get(base.declared, id);
  if (entity === undefined) return [];
  const findings: Finding[] = [...entity.findings];
  if (entity.kind === "host") findings.push(...evaluator.get(topology.placement, id).findings);
  findings.push(...evaluator.get(pipeline.decided.decisions, id).findings);
  findings.push(...evaluator.get(resolution.resolution, id).findings);
  findings.push(...checkSettings(pipeline, id, seen));
  findings.push(...checkChannels(pipeline, id));
  findings.push(...evaluator.get(pipeline.spawnProblems, id));
  for (const ref of entity.excludes) {
    if ("name" in ref && !model.aspects.has(ref.name))
      findings.push(unknownAspect(ref.name, ref.origin, model.aspects.keys()));
  }
  if (entity.kind === "host") findings.push(...hostProblems(pipeline, entity));
  findings.push(...settingsProblems(pipeline, id, entity));
  findings.push(...unseen(pipeline, id));
  return findings;
}

/**
 * Aspects that are there although policies were told that they are not, or the other way round: what
 * an aspect includes may depend on its settings, peers or channels, and those depend on policies.
 */
function unseen({ evaluator, decided, resolution, model }: Pipeline, id: NodeId): Finding[] {
  const { asked, findings } = evaluator.get(decided.decisions, id);
  if (asked.size === 0 || findings.length > 0) return [];
  const there = evaluator.get(resolution.resolution, id);
  return [...asked].flatMap(([name, told]) => {
    const found = there.aspects.get(name);
    if (told === (found !== undefined)) return [];
    const from = found?.steps.flatMap((step) => ("from" in step ? [step.from] : [])) ?? [];
    return [
      problem(
        "DEN_POLICY_UNSEEN",
        `policies at ${id.replace(":", " ")} were told that ${name} is ${told ? "there" : "absent"}, but it is ${told ? "absent" : `there${from.length > 0 ? ` through ${from.join(" and ")}` : ""}`}`,
        {
          subject: `aspect ${name}`,
          places: (model.aspects.get(from[0] ?? name)?.origins ?? []).slice(0, 1),
          remedy:
            "what an aspect includes must not depend on settings, peers or channels where policies ask for it: let a policy include it instead",
        },
      ),
    ];
  });
}

/** Settings for aspects that are not there, or that take none. */
function settingsProblems(
  { model, evaluator, decided, settings }: Pipeline,
  id: NodeId,
  entity: EntityModel,
): Finding[] {
  const takesNone = (aspect: string, who: string, places: readonly Origin[]): Finding[] =>
    evaluator.get(settings.schema, aspect).source !== undefined
      ? []
      : [
          problem(
            "DEN_UNKNOWN_SETTING",
            `${who} sets settings of ${aspect}, which declares no settings`,
            { subject: `aspect ${aspect}`, places, remedy: `declare them: settings: { … }` },
          ),
        ];
  const own = [...entity.settings].flatMap(([aspect, layers]) => {
    const places = layers.map((layer) => layer.origin);
    if (!model.aspects.has(aspect)) {
      return [
        problem(
          "DEN_UNKNOWN_ASPECT",
          `the ${entity.kind} ${entity.name} sets settings of ${JSON.stringify(aspect)}, which is no aspect`,
          { places, remedy: suggestion(aspect, model.aspects.keys()) },
        ),
      ];
    }
    return layers.every(({ value }) => Object.keys(value).length === 0)
      ? []
      : takesNone(aspect, `the ${entity.kind} ${entity.name}`, places);
  });
  const byPolicy = evaluator
    .get(decided.decisions, id)
    .effects.flatMap(({ effect, policy, origin }) => {
      if (effect.effect !== "configure" && effect.effect !== "enforce") return [];
      const ref = referenceOf(effect.aspect, model, policy, origin);
      if (ref === undefined || Object.keys(effect.settings).length === 0) return [];
      const name = refName(ref);
      return model.aspects.has(name) ? takesNone(name, `the policy ${policy}`, [origin]) : [];
    });
  return [...own, ...byPolicy];
}

/** A class that nobody registered, entities of kinds that are not below a host, accounts that share a name. */
function hostProblems({ model, evaluator, base }: Pipeline, host: EntityModel): Finding[] {
  const findings: Finding[] = [];
  const at = (...keys: string[]): Required<Pick<Finding, "places">> => ({
    places: host.origins.slice(0, 1).map((origin) => below(origin, ...keys)),
  });
  const subject = `host ${host.name}`;
  if (host.class !== undefined && !model.classes.has(host.class)) {
    findings.push(
      problem(
        "DEN_UNKNOWN_CLASS",
        `the host ${host.name} is of class ${JSON.stringify(host.class)}, which is not registered`,
        { subject, ...at("class"), remedy: suggestion(host.class, model.classes.keys()) },
      ),
    );
  }
  const accounts = new Map<string, string>();
  for (const child of host.children) {
    const kind = child.slice(0, child.indexOf(":"));
    const known = model.kinds.get(kind);
    if (known?.parent !== "host") {
      findings.push(
        problem(
          "DEN_UNKNOWN_KIND",
          known === undefined
            ? `the host ${host.name} has children of the kind ${JSON.stringify(kind)}, which is not declared`
            : `the host ${host.name} has children of the kind ${kind}, but a ${kind} is below a ${known.parent}`,
          {
            subject,
            ...at("children", kind),
            remedy:
              known === undefined
                ? suggestion(kind, model.kinds.keys())
                : `declare it under entities.${kind}, or let the kind have the parent "host"`,
          },
        ),
      );
    }
    const user = kind === "user" ? evaluator.get(base.declared, child) : undefined;
    if (user?.userName === undefined) continue;
    const before = accounts.get(user.userName);
    if (before !== undefined) {
      findings.push(
        problem(
          "DEN_DUPLICATE_NAME",
          `the users ${before} and ${accountOf(child)} of ${host.name} are both the account ${user.userName}`,
          { subject, places: user.origins, remedy: "give one of them another userName" },
        ),
      );
    }
    accounts.set(user.userName, accountOf(child));
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
    ...checkPeers(model),
  ];
  const step = (run: () => readonly Finding[]): void => attempt(findings, run, model);
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
  const seen = new Set<unknown>();
  for (const id of entities) step(() => checkEntity(pipeline, id, seen));
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
  if (entities.length > 0) {
    step(() => checkSelectors(pipeline, entities));
    step(() => checkInert(pipeline, entities, findings));
    step(() => checkNarrowed(pipeline, entities));
    step(() => checkArguments(pipeline, entities));
  }
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
