import { counts, evaluate, exclusive, program, type Rule, relation, requires, v } from "gen-derive";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { entityId } from "../model/names.ts";
import { createReader, isRecord, type Reader, suggestion } from "../model/reader.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { isFinding, readSelector } from "../pipeline/selectors.ts";
import { type InstanceModel, instanceName, unknownMembers } from "../services/read-services.ts";

const member = relation<[instance: string, role: string, host: string]>("member");
const usesService = relation<[service: string, instance: string, host: string]>("uses");
const [host, instance, role] = [v<string>("host"), v<string>("instance"), v<string>("role")];

/** The hosts that play each role of each instance. */
export function membersOf(
  pipeline: Pipeline,
  one: InstanceModel,
): ReadonlyMap<string, readonly string[]> {
  const { model, evaluator, selection } = pipeline;
  const fleet = entityId("fleet", model.name);
  return new Map(
    one.roles.map((declared) => {
      const selector =
        declared.members === undefined
          ? undefined
          : readSelector(declared.members.value, declared.members.origin);
      if (selector === undefined || isFinding(selector)) return [declared.name, []];
      return [
        declared.name,
        evaluator.get(selection.selection, fleet, selector).map((id) => id.slice("host:".length)),
      ];
    }),
  );
}

/** Constraints of services, as rules over who is a member of what. */
export function checkServices(pipeline: Pipeline): Finding[] {
  const { services } = pipeline.model;
  if (services.length === 0) return [];
  const findings: Finding[] = [];
  const reader = createReader(findings);
  const hosts = new Set(pipeline.model.hostNames);
  const facts = services.flatMap((one) => {
    unknownMembers(one, hosts, reader);
    const name = instanceName(one);
    return [...membersOf(pipeline, one)].flatMap(([of, names]) =>
      names.flatMap((machine) => [
        member.fact(name, of, machine),
        usesService.fact(one.service, name, machine),
      ]),
    );
  });
  const uses = new Set(services.map((one) => one.service));
  for (const one of services) constraintNames(one, uses, reader);
  const origins = new Map<string, Origin>();
  const rules = services.flatMap((one) => constraintsOf(one, origins));
  const unique = [...new Map(rules.map((made) => [made.name, made])).values()];
  for (const found of evaluate(program(unique), { facts }).findings) {
    const origin = origins.get(found.rule);
    findings.push(
      problem("DEN_SERVICE_CONSTRAINT", found.message, {
        ...(origin === undefined ? {} : { places: [origin] }),
        ...(found.remedy === undefined ? {} : { remedy: found.remedy }),
      }),
    );
  }
  return findings;
}

/** Names in constraints that mean nothing, and limits that nothing can meet. */
function constraintNames(one: InstanceModel, services: ReadonlySet<string>, reader: Reader): void {
  const name = instanceName(one);
  const at = below(one.origin, "constraints");
  const roles = one.roles.map((role) => role.name);
  const { exclusiveRoles, requires: needed, fleet } = one.constraints;
  const report = (message: string, known: Iterable<string>, unknown: string): void =>
    reader.report("DEN_SERVICE_SHAPE", message, at, suggestion(unknown, known));
  const among: unknown[] = Array.isArray(exclusiveRoles) ? exclusiveRoles.flat() : [];
  for (const role of [...among, ...Object.keys(isRecord(fleet) ? fleet : {})]) {
    if (roles.includes(String(role))) continue;
    const text = JSON.stringify(role);
    report(`a constraint of ${name} names the role ${text}, which it has not`, roles, String(role));
  }
  for (const other of Array.isArray(needed) ? needed : []) {
    if (services.has(String(other))) continue;
    const text = JSON.stringify(other);
    report(`${name} requires ${text}, which is no service`, services, String(other));
  }
  for (const { name: role, min, max } of one.roles) {
    if (min === undefined || max === undefined || min <= max) continue;
    reader.report(
      "DEN_SERVICE_SHAPE",
      `the role ${role} of ${name} must have at least ${min} and at most ${max} members`,
      one.origin,
      "raise max, or lower min",
    );
  }
}

function constraintsOf(one: InstanceModel, origins: Map<string, Origin>): Rule[] {
  const name = instanceName(one);
  const { constraints, service } = one;
  const named = (rule: string): string => {
    origins.set(rule, one.origin);
    return rule;
  };
  const limits = (
    what: string,
    of: ReturnType<typeof member>[] | ReturnType<typeof usesService>[],
    min?: number,
    max?: number,
  ): Rule =>
    counts({
      name: named(what),
      of,
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      message: `${what}: there are {count}, but there must be ${limitText(min, max)}`,
      remedy: "change the members, or the limits of the role",
    });
  const rules: Rule[] = one.roles
    .filter((declared) => declared.min !== undefined || declared.max !== undefined)
    .map((declared) =>
      limits(
        `members of ${name}/${declared.name}`,
        [member(name, declared.name, host)],
        declared.min,
        declared.max,
      ),
    );
  if (isRecord(constraints.fleet)) {
    for (const [of, limit] of Object.entries(constraints.fleet)) {
      if (!isRecord(limit)) continue;
      const number = (value: unknown): number | undefined =>
        typeof value === "number" ? value : undefined;
      const all = relation<[host: string]>(`all ${service}/${of}`);
      const what = `members of ${service}/${of} in the fleet`;
      rules.push(
        { name: `${what} of ${name}`, when: [member(name, of, host)], emit: all(host) } as Rule,
        limits(what, [all(host)] as never, number(limit.min), number(limit.max)),
      );
    }
  }
  const { exclusiveRoles, requires: needed, oneInstancePerHost } = constraints;
  const sets =
    exclusiveRoles === true
      ? [one.roles.map((declared) => declared.name)]
      : Array.isArray(exclusiveRoles)
        ? exclusiveRoles
        : [];
  sets.forEach((among: unknown, index) => {
    if (!Array.isArray(among)) return;
    rules.push(
      exclusive({
        name: named(`exclusive roles ${index} of ${name}`),
        of: [member(name, role, host)],
        what: role,
        per: [host],
        among: among as string[],
        message: `{host} plays {values} of ${name}, which exclude each other`,
        remedy: "narrow the members of one of the roles",
      }),
    );
  });
  if (oneInstancePerHost === true) {
    rules.push(
      exclusive({
        name: named(`instances of ${service} on one host`),
        of: [usesService(service, instance, host)],
        what: instance,
        per: [host],
        message: `{host} is a member of {values}, but of ${service} a host may be in one instance`,
        remedy: "narrow the members of one of the instances",
      }),
    );
  }
  for (const other of Array.isArray(needed) ? needed : []) {
    rules.push(
      requires({
        name: named(`${name} requires ${String(other)}`),
        when: [usesService(service, name, host)],
        needs: [usesService(String(other), v("any"), host)],
        message: `{host} is a member of ${name}, which requires ${String(other)}`,
        remedy: `make {host} a member of ${String(other)}`,
      }),
    );
  }
  return rules;
}

function limitText(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return min === max ? `${min}` : `${min} to ${max}`;
  return min === undefined ? `at most ${max}` : `at least ${min}`;
}
