import { hostDependencies } from "../catalog/dependencies.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { below } from "../diagnostics/origin.ts";
import { entityId } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { policiesOf } from "../pipeline/policy-index.ts";
import { isFinding, readSelector } from "../pipeline/selectors.ts";
import { instanceName } from "../services/read-services.ts";
import { membersOf } from "./check-services.ts";

function warning(code: Finding["code"], message: string, rest: Partial<Finding> = {}): Finding {
  return { code, severity: "warning", message, ...rest };
}

/** Everything that is declared and has no effect. The fleet was evaluated before: this only looks. */
export function checkInert(pipeline: Pipeline, entities: readonly NodeId[]): Finding[] {
  return [
    ...neverIncluded(pipeline, entities),
    ...neverFired(pipeline, entities),
    ...emptySelectors(pipeline),
    ...absentSettings(pipeline, entities),
    ...silentChannels(pipeline, entities),
    ...unmetRequirements(pipeline),
  ];
}

function neverIncluded(
  { model, evaluator, resolution }: Pipeline,
  entities: readonly NodeId[],
): Finding[] {
  const used = new Set<string>();
  for (const id of entities) {
    const { aspects, tombstones } = evaluator.get(resolution.resolution, id);
    for (const name of aspects.keys()) used.add(name);
    for (const stone of tombstones) used.add(stone.aspect);
  }
  const services = new Set(model.services.map(instanceName));
  return (
    [...model.aspects.values()]
      .filter(
        (aspect) => aspect.namespace === "" && !used.has(aspect.name) && !services.has(aspect.name),
      )
      // A sub-aspect is an offer; one that nobody takes is no mistake. Nor is an aspect that only offers.
      .filter(
        (aspect) =>
          !aspect.name.includes("/") &&
          (aspect.parts.some((part) => part.contents.size > 0) || aspect.includes.length > 0),
      )
      .map((aspect) =>
        warning("DEN_NEVER_INCLUDED", `nothing includes the aspect ${aspect.name}`, {
          subject: `aspect ${aspect.name}`,
          places: aspect.origins.slice(0, 1),
          remedy: "include it somewhere, or remove it",
        }),
      )
  );
}

function neverFired(pipeline: Pipeline, entities: readonly NodeId[]): Finding[] {
  const { model, evaluator, decided } = pipeline;
  const fired = new Set<string>();
  const reasons = new Map<string, Map<string, number>>();
  for (const id of entities) {
    const { effects, suppressed } = evaluator.get(decided.decisions, id);
    for (const { policy } of effects) fired.add(policy);
    for (const { policy, reason } of suppressed) {
      const counts = reasons.get(policy) ?? new Map<string, number>();
      reasons.set(policy, counts);
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  return [...policiesOf(model).byKind.values()].flat().flatMap((policy) => {
    if (fired.has(policy.name)) return [];
    const told = [...(reasons.get(policy.name) ?? [])]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, 3)
      .map(([reason, count]) => `${reason} (${count} scope${count === 1 ? "" : "s"})`);
    return [
      warning(
        "DEN_POLICY_UNFIRED",
        `the policy ${policy.name} decided nothing anywhere: ${told.join("; ") || `there is no ${policy.at}`}`,
        {
          subject: `policy ${policy.name}`,
          places: [policy.origin],
        },
      ),
    ];
  });
}

function emptySelectors(pipeline: Pipeline): Finding[] {
  const { model, evaluator, topology, selection } = pipeline;
  const fleet = entityId("fleet", model.name);
  const findings: Finding[] = [];
  for (const [name, parts] of model.environments) {
    // One whose name is refused is no entity.
    if (!model.environmentNames.includes(name)) continue;
    if (evaluator.get(topology.hostsOf, entityId("environment", name)).length > 0) continue;
    findings.push(
      warning("DEN_EMPTY_SELECTOR", `the environment ${name} has no hosts`, {
        subject: `environment ${name}`,
        places: parts.slice(0, 1).map((part) => below(part.origin, "hosts")),
      }),
    );
  }
  for (const policy of [...policiesOf(model).byKind.values()].flat()) {
    // The policies of services are told as roles without members.
    if (
      policy.when === undefined ||
      model.services.some((one) => policy.name.startsWith(`${instanceName(one)}/`))
    )
      continue;
    if (evaluator.get(selection.selection, fleet, policy.when).length > 0) continue;
    findings.push(
      warning("DEN_EMPTY_SELECTOR", `the selector of the policy ${policy.name} matches nothing`, {
        subject: `policy ${policy.name}`,
        places: [below(policy.origin, "when")],
      }),
    );
  }
  for (const one of model.services) {
    for (const [role, members] of membersOf(pipeline, one)) {
      const declared = one.roles.find((known) => known.name === role)?.members;
      const selector =
        declared === undefined ? undefined : readSelector(declared.value, declared.origin);
      if (members.length > 0 || declared === undefined || selector === undefined) continue;
      findings.push(
        isFinding(selector)
          ? selector
          : warning(
              "DEN_EMPTY_SELECTOR",
              `the role ${role} of ${instanceName(one)} has no members`,
              {
                subject: `service ${instanceName(one)}`,
                places: [declared.origin],
              },
            ),
      );
    }
  }
  return findings;
}

function absentSettings(
  { evaluator, base, resolution, topology, model }: Pipeline,
  entities: readonly NodeId[],
): Finding[] {
  const has = (id: NodeId, aspect: string): boolean =>
    evaluator.get(resolution.resolution, id).aspects.has(aspect) ||
    evaluator.get(topology.children, id).some((child) => has(child, aspect));
  return entities.flatMap((id) => {
    const entity = evaluator.get(base.declared, id);
    return [...(entity?.settings ?? [])].flatMap(([aspect, layers]) =>
      !model.aspects.has(aspect) || has(id, aspect)
        ? []
        : [
            warning(
              "DEN_ABSENT_SETTINGS",
              `settings of ${aspect} at ${id.replace(":", " ")} have no effect: the aspect is not there`,
              {
                subject: id.replace(":", " "),
                places: layers.map((layer) => layer.origin),
              },
            ),
          ],
    );
  });
}

function silentChannels(
  { model, evaluator, channels }: Pipeline,
  entities: readonly NodeId[],
): Finding[] {
  return [...model.channels].flatMap(([name, { origin }]) => {
    const published = entities.some(
      (id) => evaluator.get(channels.emitted, id, name).items.length > 0,
    );
    const read = channels.read.has(name);
    if (published === read) return [];
    return [
      warning(
        "DEN_UNREAD_CHANNEL",
        published ? `nobody reads the channel ${name}` : `nobody publishes on the channel ${name}`,
        {
          subject: `channel ${name}`,
          places: [origin],
        },
      ),
    ];
  });
}

function unmetRequirements(pipeline: Pipeline): Finding[] {
  return pipeline.model.hostNames.flatMap((host) =>
    hostDependencies(pipeline, host).map(({ aspect, missing, chain }) =>
      warning(
        "DEN_UNMET_REQUIREMENT",
        `${aspect} at ${host} requires ${missing}, which nothing there is or provides (${chain.join(" → ")})`,
        {
          subject: `host ${host}`,
          places: (pipeline.model.aspects.get(aspect)?.origins ?? [])
            .slice(0, 1)
            .map((origin) => below(origin, "meta", "requires")),
          remedy: `include ${missing}, or an aspect whose meta.provides names it`,
        },
      ),
    ),
  );
}
