import { hostDependencies } from "../catalog/dependencies.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { below, type Origin, originText } from "../diagnostics/origin.ts";
import { entityId } from "../model/names.ts";
import { suggestion } from "../model/reader.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { policiesOf } from "../pipeline/policy-index.ts";
import { referenceOf } from "../pipeline/resolution.ts";
import { isFinding, readSelector } from "../pipeline/selectors.ts";
import { declaredTags } from "../query/query-fleet.ts";
import { instanceName } from "../services/read-services.ts";
import { membersOf } from "./check-services.ts";

function warning(code: Finding["code"], message: string, rest: Partial<Finding> = {}): Finding {
  return { code, severity: "warning", message, ...rest };
}

/** Everything that is declared and has no effect. The fleet was evaluated before: this only looks. */
export function checkInert(
  pipeline: Pipeline,
  entities: readonly NodeId[],
  told: readonly Finding[],
): Finding[] {
  // Places of selectors that name something unknown: that they match nothing was told with that.
  const unknown = new Set(
    told
      .filter(({ code }) => code === "DEN_UNKNOWN_TAG" || code === "DEN_UNKNOWN_KIND")
      .flatMap(({ places = [] }) => places.map(originText)),
  );
  return [
    ...neverIncluded(pipeline, entities),
    ...neverFired(pipeline, entities),
    ...emptySelectors(pipeline, unknown),
    ...absentSettings(pipeline, entities),
    ...idleConfigurations(pipeline, entities),
    ...waitingInVain(pipeline, entities),
    ...untakenClasses(pipeline, entities),
    ...unknownTags(pipeline),
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
  /** Kinds at which the policies could not be evaluated: that was told as an error. */
  const broken = new Set<string>();
  for (const id of entities) {
    const { effects, suppressed, findings } = evaluator.get(decided.decisions, id);
    if (findings.some(({ severity }) => severity === "error"))
      broken.add(id.slice(0, id.indexOf(":")));
    for (const { policy } of effects) fired.add(policy);
    for (const { policy, reason } of suppressed) {
      const counts = reasons.get(policy) ?? new Map<string, number>();
      reasons.set(policy, counts);
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  /** Whether something in a policy was told, and left out of what it decides. */
  const wrong = policiesOf(model).findings.flatMap(({ places = [] }) => places);
  const isToldWrong = ({ file, path }: Origin): boolean =>
    wrong.some((place) => place.file === file && path.every((key, at) => place.path[at] === key));
  return [...policiesOf(model).byKind.values()].flat().flatMap((policy) => {
    if (fired.has(policy.name) || broken.has(policy.at) || isToldWrong(policy.origin)) return [];
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

function emptySelectors(pipeline: Pipeline, unknown: ReadonlySet<string>): Finding[] {
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
  return findings.filter(
    ({ places = [] }) => !places.some((place) => unknown.has(originText(place))),
  );
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

/** Settings that a policy gives to an aspect which is at none of the scopes where it does, nor below. */
function idleConfigurations(
  { evaluator, decided, resolution, topology, model }: Pipeline,
  entities: readonly NodeId[],
): Finding[] {
  const has = (id: NodeId, aspect: string): boolean =>
    evaluator.get(resolution.resolution, id).aspects.has(aspect) ||
    evaluator.get(topology.children, id).some((child) => has(child, aspect));
  const places = new Map<string, Origin>();
  const useful = new Set<string>();
  for (const id of entities) {
    for (const { effect, policy, origin } of evaluator.get(decided.decisions, id).effects) {
      if (effect.effect !== "configure" && effect.effect !== "enforce") continue;
      const ref = referenceOf(effect.aspect, model, policy, origin);
      if (ref === undefined || "inline" in ref) continue;
      const key = JSON.stringify([policy, ref.name]);
      if (useful.has(key)) continue;
      if (has(id, ref.name)) useful.add(key);
      else places.set(key, origin);
    }
  }
  return [...places]
    .filter(([key]) => !useful.has(key))
    .map(([key, origin]) => {
      const [policy, aspect] = JSON.parse(key) as [string, string];
      return warning(
        "DEN_ABSENT_SETTINGS",
        `the settings that the policy ${policy} gives to ${aspect} have no effect: the aspect is at none of its scopes`,
        { severity: "info", subject: `policy ${policy}`, places: [origin] },
      );
    });
}

/** Aspects that are functions of an entity below, at scopes none of which has one. */
function waitingInVain(
  { evaluator, resolution, topology }: Pipeline,
  entities: readonly NodeId[],
): Finding[] {
  const has = (id: NodeId, kind: string): boolean =>
    evaluator
      .get(topology.children, id)
      .some((child) => child.startsWith(`${kind}:`) || has(child, kind));
  const waiting = new Map<string, { readonly scopes: NodeId[]; readonly origin: Origin[] }>();
  const served = new Set<string>();
  for (const id of entities) {
    for (const { aspect, waitsFor } of evaluator.get(resolution.own, id).aspects.values()) {
      for (const kind of waitsFor) {
        const key = JSON.stringify([aspect.name, kind]);
        if (has(id, kind)) served.add(key);
        else {
          const known = waiting.get(key) ?? { scopes: [], origin: aspect.origins.slice(0, 1) };
          known.scopes.push(id);
          waiting.set(key, known);
        }
      }
    }
  }
  return [...waiting].map(([key, { scopes, origin }]) => {
    const [aspect, kind] = JSON.parse(key) as [string, string];
    const where = scopes.slice(0, 3).map((id) => id.replace(":", " "));
    const more = scopes.length - where.length;
    return {
      code: "DEN_INERT_FUNCTION",
      severity: served.has(key) ? "info" : "warning",
      message: `the aspect ${aspect} is a function of a ${kind}, and does nothing at ${where.join(", ")}${more > 0 ? ` and ${more} more` : ""}, where there is none`,
      subject: `aspect ${aspect}`,
      places: origin,
      remedy: `include it at a ${kind} or above one`,
    };
  });
}

/** Classes of the fleet's own whose content is declared, and which lead to no output. */
function untakenClasses(
  { model, evaluator, base, decided, resolution }: Pipeline,
  entities: readonly NodeId[],
): Finding[] {
  const taken = new Set<string>();
  for (const known of model.classes.values())
    if (known.builtin || known.into !== undefined || known.intoAttr !== undefined)
      taken.add(known.name);
  for (const id of entities) {
    const hostClass = evaluator.get(base.declared, id)?.class;
    if (hostClass !== undefined) taken.add(hostClass);
    for (const { effect } of evaluator.get(decided.decisions, id).effects) {
      if (effect.effect === "route") taken.add(effect.route.from);
      if (effect.effect === "instantiate") taken.add(effect.instantiate.class);
    }
  }
  const used = new Map<string, Origin>();
  for (const id of entities) {
    for (const { parts } of evaluator.get(resolution.own, id).aspects.values())
      for (const part of parts)
        for (const [name, { origin }] of part.contents)
          if (!taken.has(name) && !used.has(name)) used.set(name, origin);
  }
  return [...used].map(([name, origin]) =>
    warning("DEN_CLASS_UNTAKEN", `the content of the class ${name} goes into no output`, {
      subject: `class ${name}`,
      places: [origin, ...[model.classes.get(name)?.origin ?? []].flat()],
      remedy: `give the class \`into\` or \`intoAttr\`, or let a policy route or instantiate it`,
    }),
  );
}

/** Tags that functions asked for and that no entity carries. */
function unknownTags(pipeline: Pipeline): Finding[] {
  const { asked } = pipeline.topology;
  if (asked.size === 0) return [];
  const known = declaredTags(pipeline);
  return [...asked].flatMap(([tag, origin]) =>
    known.has(tag)
      ? []
      : [
          warning(
            "DEN_UNKNOWN_TAG",
            `a function asks for the tag ${JSON.stringify(tag)}, which nothing carries`,
            {
              ...(origin === undefined ? {} : { places: [origin] }),
              remedy: suggestion(tag, known),
            },
          ),
        ],
  );
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
  const offered = new Set<string>(pipeline.model.aspects.keys());
  for (const { meta } of pipeline.model.aspects.values())
    for (const name of Array.isArray(meta.provides) ? meta.provides : []) offered.add(String(name));
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
          remedy: offered.has(missing)
            ? `include ${missing}, or an aspect whose meta.provides names it`
            : `no aspect is called so or provides it; ${suggestion(missing, offered)}`,
        },
      ),
    ),
  );
}
