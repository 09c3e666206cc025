import { printSelector } from "gen-select";
import { membersOf } from "../check/check-services.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { compareNames } from "../model/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { isFinding, readSelector } from "../pipeline/selectors.ts";
import { compileServices } from "../services/compile-services.ts";
import { type InstanceModel, instanceName, roleAspect } from "../services/read-services.ts";
import { effectText } from "./effect-text.ts";
import { policyNames } from "./why-policy.ts";

/** A role of an instance: who is in it, and by which selector. */
export interface RoleMembers {
  readonly role: string;
  readonly aspect: string;
  readonly selector: string;
  readonly origin: Origin;
  readonly members: readonly string[];
}

/** An instance of a service with its roles. */
export interface InstanceMembers {
  readonly instance: string;
  readonly service: string;
  readonly description: string | undefined;
  readonly origin: Origin;
  readonly roles: readonly RoleMembers[];
}

/** An aspect that a service compiled to. */
export interface CompiledAspect {
  readonly name: string;
  readonly classes: readonly string[];
  /** Whether its content is a function of settings and peers. */
  readonly computed: boolean;
  readonly settings: readonly string[];
  readonly peers: readonly {
    readonly role: string;
    readonly aspect: string;
    readonly selector: string;
  }[];
  readonly origins: readonly Origin[];
}

/** A policy that a service compiled to. */
export interface CompiledPolicy {
  readonly name: string;
  readonly at: string;
  readonly when: string | undefined;
  /** In words; undefined where a function computes them. */
  readonly effects: readonly string[] | undefined;
  readonly origin: Origin;
}

/** An instance with everything that it compiled to: aspects, policies, selectors, and nothing else. */
export interface ServiceExplanation extends InstanceMembers {
  readonly aspects: readonly CompiledAspect[];
  readonly policies: readonly CompiledPolicy[];
}

function selectorText(value: unknown, origin: Origin): string {
  const selector = readSelector(value, origin);
  return isFinding(selector) ? selector.message : printSelector(selector);
}

/** An instance with its roles and their members, in name order. */
export function instanceMembers(pipeline: Pipeline, one: InstanceModel): InstanceMembers {
  const members = membersOf(pipeline, one);
  return {
    instance: instanceName(one),
    service: one.service,
    description: typeof one.meta.description === "string" ? one.meta.description : undefined,
    origin: one.origin,
    roles: one.roles.map((role) => ({
      role: role.name,
      aspect: roleAspect(one, role.name),
      selector:
        role.members === undefined ? "" : selectorText(role.members.value, role.members.origin),
      origin: role.members?.origin ?? one.origin,
      members: members.get(role.name) ?? [],
    })),
  };
}

/** The instances that a name means: one instance, or all of a service. */
export function instancesNamed(pipeline: Pipeline, name: string): InstanceModel[] {
  return pipeline.model.services.filter(
    (one) => instanceName(one) === name || one.service === name,
  );
}

/** What an instance compiled to. */
export function explainService(pipeline: Pipeline, one: InstanceModel): ServiceExplanation {
  const compiled = compileServices([one]);
  return {
    ...instanceMembers(pipeline, one),
    aspects: [...compiled.aspects.keys()].flatMap((name) => [
      compiledAspect(pipeline, name),
      ...one.roles.map((role) => compiledAspect(pipeline, roleAspect(one, role.name))),
    ]),
    policies: [...compiled.policies.keys()].flatMap((name) => compiledPolicy(pipeline, name)),
  };
}

function compiledAspect({ model, evaluator, settings }: Pipeline, name: string): CompiledAspect {
  const aspect = model.aspects.get(name);
  const fold = evaluator.get(settings.schema, name).source;
  return {
    name,
    classes: [...new Set(aspect?.parts.flatMap((part) => [...part.contents.keys()]) ?? [])].sort(
      compareNames,
    ),
    computed: aspect?.parts.some((part) => part.parametric !== undefined) ?? false,
    settings: settingNames(fold),
    peers: [...(aspect?.peers ?? [])].map(([role, { value, origin }]) => {
      const record = value as { readonly members?: unknown; readonly aspect?: unknown };
      return {
        role,
        aspect: typeof record.aspect === "string" ? record.aspect : "",
        selector: selectorText(record.members ?? value, below(origin, "members")),
      };
    }),
    origins: aspect?.origins ?? [],
  };
}

/** The names of the settings of a schema: those of a JSON Schema, or of the short form by name. */
function settingNames(source: unknown): string[] {
  if (typeof source !== "object" || source === null) return [];
  const { properties, type } = source as { readonly properties?: unknown; readonly type?: unknown };
  const names =
    type === "object" && typeof properties === "object" && properties !== null
      ? Object.keys(properties)
      : Object.keys(source);
  return names.sort(compareNames);
}

function compiledPolicy(pipeline: Pipeline, name: string): CompiledPolicy[] {
  const policy = policyNames(pipeline).get(name);
  if (policy === undefined) return [];
  return [
    {
      name,
      at: policy.at,
      when: policy.when === undefined ? undefined : printSelector(policy.when),
      effects:
        typeof policy.run === "function"
          ? undefined
          : policy.run.map((effect) => effectText(effect, pipeline.model)),
      origin: policy.origin,
    },
  ];
}
