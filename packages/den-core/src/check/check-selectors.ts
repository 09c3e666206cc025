import { type Selector, selectorNames } from "gen-select";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { isRecord, suggestion } from "../model/reader.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { policiesOf } from "../pipeline/policy-index.ts";
import { isFinding, readSelector } from "../pipeline/selectors.ts";
import { declaredTags } from "../query/query-fleet.ts";
import { knownNames, unknownInSelector } from "../query/unknown-names.ts";
import { instanceName } from "../services/read-services.ts";

/** A selector somewhere in a fleet. */
interface Placed {
  readonly selector: Selector;
  readonly where: string;
  readonly origin: Origin;
}

/**
 * Selectors of policies, roles, peers and channels that name a tag which nothing carries, or a kind
 * that is not declared: no entity ever matches them, and nobody would be told. A name or an attribute that
 * nothing has is a warning, in tags and environments too: what would have it may come later.
 */
export function checkSelectors(pipeline: Pipeline, entities: readonly NodeId[]): Finding[] {
  const tags = declaredTags(pipeline);
  const kinds = new Set(pipeline.model.kinds.keys());
  const known = knownNames(pipeline);
  const mentions = ({ selector, where, origin }: Placed): Finding[] =>
    unknownInSelector(selector, known).map(({ code, what, remedy }) => ({
      ...problem(code, `${where} selects by ${what}`, { places: [origin], remedy }),
      severity: "warning",
    }));
  const all = [...selectorsIn(pipeline, entities)];
  const found = all.flatMap(({ selector, where, origin }) => {
    const names = selectorNames(selector);
    const found: Finding[] = [];
    for (const tag of names.tags.filter((name) => !tags.has(name))) {
      found.push(
        problem(
          "DEN_UNKNOWN_TAG",
          `${where} selects by the tag ${JSON.stringify(tag)}, which nothing carries`,
          { places: [origin], remedy: suggestion(tag, tags) },
        ),
      );
    }
    for (const kind of names.kinds.filter((name) => !kinds.has(name))) {
      found.push(
        problem(
          "DEN_UNKNOWN_KIND",
          `${where} selects the kind ${JSON.stringify(kind)}, which is not declared`,
          {
            places: [origin],
            remedy: suggestion(kind, kinds),
          },
        ),
      );
    }
    return found;
  });
  return [...found, ...[...all, ...groupSelectors(pipeline)].flatMap(mentions)];
}

/** Selectors of tags and environments, whose tags and kinds are told where they are read. */
function* groupSelectors({ model }: Pipeline): Generator<Placed> {
  for (const [tag, parts] of model.tags) {
    for (const { value, origin } of parts)
      if (isRecord(value) || typeof value === "string")
        yield* read(value, `the tag ${tag}`, origin);
  }
  for (const [name, parts] of model.environments) {
    for (const { value, origin } of parts)
      if (isRecord(value.hosts) || typeof value.hosts === "string")
        yield* read(value.hosts, `the environment ${name}`, below(origin, "hosts"));
  }
}

function* selectorsIn(pipeline: Pipeline, entities: readonly NodeId[]): Generator<Placed> {
  const { model, evaluator, decided } = pipeline;
  const instances = new Set(model.services.map(instanceName));
  // What services compile to is told as their roles.
  const compiled = (name: string): boolean => instances.has(name.split("/")[0] ?? "");
  for (const policy of [...policiesOf(model).byKind.values()].flat()) {
    if (compiled(policy.name)) continue;
    const where = `the policy ${policy.name}`;
    if (policy.when !== undefined)
      yield { selector: policy.when, where, origin: below(policy.origin, "when") };
    yield* peerSelectors(policy.peers, where);
  }
  for (const aspect of model.aspects.values()) {
    if (!compiled(aspect.name)) yield* peerSelectors(aspect.peers, `the aspect ${aspect.name}`);
  }
  for (const one of model.services) {
    for (const { name, members } of one.roles) {
      if (members !== undefined)
        yield* read(members.value, `the role ${name} of ${instanceName(one)}`, members.origin);
    }
  }
  const seen = new Set<unknown>();
  for (const id of entities) {
    for (const { effect, policy, origin } of evaluator.get(decided.decisions, id).effects) {
      if (effect.effect !== "channel") continue;
      const { channel } = effect;
      const value =
        channel.op === "collect"
          ? channel.from
          : channel.op === "broadcast"
            ? channel.to
            : undefined;
      const key = typeof value === "object" ? value : `${policy}\n${value}`;
      if (value === undefined || seen.has(key)) continue;
      seen.add(key);
      yield* read(value, `the policy ${policy}`, origin);
    }
  }
}

function* peerSelectors(
  peers: ReadonlyMap<string, { readonly value: unknown; readonly origin: Origin }>,
  where: string,
): Generator<Placed> {
  for (const [role, { value, origin }] of peers) {
    const nested = isRecord(value) && !("sel" in value);
    yield* read(nested ? value.members : value, `${where}, peers ${role},`, origin);
  }
}

/** A selector that cannot be read is told where it is used. */
function* read(value: unknown, where: string, origin: Origin): Generator<Placed> {
  const selector = readSelector(value, origin);
  if (!isFinding(selector)) yield { selector, where, origin };
}
