import type { Fragment } from "../config/load-fragments.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { compileServices } from "../services/compile-services.ts";
import { readServices } from "../services/read-services.ts";
import { createEntities, type RawRegistries } from "./entities.ts";
import { mergeData } from "./merge-data.ts";
import type { AspectModel, Declared, Model, RawEntity } from "./model.ts";
import { compareNames, isSafeName, SAFE_NAME } from "./names.ts";
import { gatherIn, readNamespaces } from "./namespaces.ts";
import { ordered } from "./ordered.ts";
import { type AspectContext, type ReadAspect, readAspect } from "./read-aspect.ts";
import { readClasses } from "./read-classes.ts";
import { readKinds } from "./read-kinds.ts";
import { readVars } from "./read-vars.ts";
import { createReader, isRecord, type Raw, type Reader, suggestion } from "./reader.ts";
import { systemProblem } from "./systems.ts";

/** The keys of a fleet. */
export const FLEET_KEYS: readonly string[] = [
  "meta",
  "imports",
  "systems",
  "tags",
  "environments",
  "hosts",
  "homes",
  "kinds",
  "entities",
  "includes",
  "excludes",
  "classes",
  "channels",
  "aspects",
  "policies",
  "namespaces",
  "services",
  "vars",
  "acknowledge",
];

/** Appends to a list in a map. */
function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Everything under one key of the fragments, grouped by name: several files may add to one name. */
function gather(
  fragments: readonly Fragment[],
  key: string,
  reader: Reader,
): Map<string, Declared<unknown>[]> {
  const found = new Map<string, Declared<unknown>[]>();
  for (const fragment of fragments) {
    const origin: Origin = { file: fragment.file, path: [key] };
    for (const [name, value, at] of reader.entries(fragment.value[key], origin)) {
      if (value !== undefined) push(found, name, { value, origin: at });
    }
  }
  return found;
}

/** Policies stand under `policies`, and those about vars may stand beside them. */
function gatherPolicies(
  fragments: readonly Fragment[],
  reader: Reader,
): Map<string, Declared<unknown>[]> {
  const found = gather(fragments, "policies", reader);
  for (const { file, value } of fragments) {
    if (!isRecord(value.vars)) continue;
    const origin: Origin = { file, path: ["vars", "policies"] };
    for (const [name, declared, at] of reader.entries(value.vars.policies, origin)) {
      push(found, name, { value: declared, origin: at });
    }
  }
  return found;
}

function records(
  found: ReadonlyMap<string, readonly Declared<unknown>[]>,
  reader: Reader,
): Map<string, RawEntity[]> {
  return new Map(
    [...found].map(([name, parts]) => [
      name,
      parts.map((part) => ({ value: reader.record(part.value, part.origin), origin: part.origin })),
    ]),
  );
}

/**
 * Merges fragments into a model: declarations are grouped by name and checked at the top, aspects are
 * read, entities are only indexed. Findings are collected in `model.findings`, never thrown.
 */
export function buildModel(root: string, loaded: readonly Fragment[]): Model {
  const fragments = loaded.filter((fragment) => fragment.namespace === undefined);
  const findings: Finding[] = [];
  const reader = createReader(findings);
  for (const { file, value } of fragments) {
    reader.closed(value, FLEET_KEYS, { file, path: [] }, "a fleet");
  }
  const meta = mergeData(
    fragments.flatMap(({ file, value }) =>
      isRecord(value.meta) ? [{ value: value.meta, origin: { file, path: ["meta"] } }] : [],
    ),
    findings,
  );
  const fleetMeta: Raw = isRecord(meta) ? ordered(meta) : {};
  const name = typeof fleetMeta.name === "string" ? fleetMeta.name : "fleet";
  if (!isSafeName(name)) {
    reader.report(
      "DEN_UNSAFE_NAME",
      `the fleet's name ${JSON.stringify(name)} is not safe`,
      { file: fragments[0]?.file ?? "", path: ["meta", "name"] },
      SAFE_NAME,
    );
  }

  const namespaces = readNamespaces(loaded, reader);
  const classes = readClasses(gather(fragments, "classes", reader), reader);
  const channels = records(gather(fragments, "channels", reader), reader);
  // Channels and classes are the vocabulary of the whole fleet: what a namespace declares is known too.
  for (const namespace of namespaces) {
    for (const [name, parts] of records(gatherIn(namespace, "channels", reader), reader)) {
      if (!channels.has(name)) channels.set(name, parts);
    }
    for (const [name, known] of readClasses(gatherIn(namespace, "classes", reader), reader)) {
      if (!classes.has(name)) classes.set(name, known);
    }
  }
  for (const [channel, parts] of channels) {
    if (!classes.has(channel)) continue;
    reader.report(
      "DEN_DUPLICATE_NAME",
      `${channel} is both a class and a channel`,
      parts[0]?.origin ?? { file: "", path: [] },
      "rename the channel",
    );
  }
  const kinds = readKinds(records(gather(fragments, "kinds", reader), reader), reader);
  for (const known of classes.values()) {
    for (const kind of known.builtin ? [] : known.kinds) {
      if (kinds.has(kind)) continue;
      reader.report(
        "DEN_UNKNOWN_KIND",
        `the class ${known.name} lands at a ${kind}, which is no kind`,
        below(known.origin ?? { file: "", path: [] }, "kind"),
        suggestion(kind, kinds.keys()),
      );
    }
  }

  const services = records(gather(fragments, "services", reader), reader);
  const instances = readServices(services, reader);
  const compiled = compileServices(instances);
  const aspectParts = gather(fragments, "aspects", reader);
  for (const [name, parts] of compiled.aspects) {
    const taken = aspectParts.get(name);
    if (taken?.[0] !== undefined) {
      reader.findings.push({
        code: "DEN_DUPLICATE_NAME",
        severity: "error",
        message: `${name} is both a service and an aspect`,
        places: [taken[0].origin, parts[0]?.origin ?? { file: "", path: [] }],
        remedy: "give one of them another name",
      });
    } else aspectParts.set(name, [...parts]);
  }
  const namesByValue = new Map<unknown, string>();
  for (const [aspect, parts] of aspectParts) {
    for (const { value } of parts) indexValue(namesByValue, aspect, value);
  }
  const inNamespaces = namespaces.map((namespace) => ({
    namespace,
    parts: gatherIn(namespace, "aspects", reader),
  }));
  for (const { namespace, parts } of inNamespaces) {
    for (const [aspect, declared] of parts) {
      for (const { value } of declared)
        indexValue(namesByValue, `${namespace.prefix}.${aspect}`, value);
    }
  }
  const base: Omit<AspectContext, "reader"> = {
    classNames: new Set(classes.keys()),
    channelNames: new Set(channels.keys()),
    namesByValue,
  };
  const aspects = new Map<string, AspectModel>();
  const register = (read: ReadAspect): void => {
    aspects.set(read.aspect.name, read.aspect);
    for (const sub of read.provided) register(sub);
  };
  for (const [aspect, parts] of [...aspectParts].sort(([a], [b]) => compareNames(a, b))) {
    if (!isSafeName(aspect)) {
      reader.report(
        "DEN_UNSAFE_NAME",
        `the aspect name ${JSON.stringify(aspect)} is not safe`,
        parts[0]?.origin ?? { file: "", path: [] },
        SAFE_NAME,
      );
      continue;
    }
    register(readAspect(aspect, "", parts, { ...base, reader }));
  }

  for (const { namespace, parts } of inNamespaces) {
    for (const [aspect, declared] of [...parts].sort(([a], [b]) => compareNames(a, b))) {
      const name = `${namespace.prefix}.${aspect}`;
      if (!isSafeName(aspect)) {
        reader.report(
          "DEN_UNSAFE_NAME",
          `the aspect name ${JSON.stringify(aspect)} is not safe`,
          declared[0]?.origin ?? namespace.origin,
          SAFE_NAME,
        );
      } else if (aspects.has(name)) {
        reader.report(
          "DEN_DUPLICATE_NAME",
          `the aspect ${name} is declared twice: with that name, and in a namespace`,
          namespace.origin,
          "rename one of them",
        );
      } else register(readAspect(name, namespace.prefix, declared, { ...base, reader }));
    }
  }

  const systems = new Set<string>();
  for (const { file, value } of fragments) {
    for (const system of reader.texts(value.systems, { file, path: ["systems"] })) {
      checkSystem(system, { file, path: ["systems"] }, reader);
      systems.add(system);
    }
  }
  const registries: RawRegistries = {
    hosts: readBySystem(fragments, "hosts", reader),
    homes: readBySystem(fragments, "homes", reader),
    environments: records(gather(fragments, "environments", reader), reader),
    custom: new Map(
      [...gather(fragments, "entities", reader)].map(([kind, parts]) => {
        if (!kinds.has(kind)) {
          reader.report(
            "DEN_UNKNOWN_KIND",
            `there is no kind ${JSON.stringify(kind)}`,
            parts[0]?.origin ?? { file: "", path: [] },
            suggestion(kind, kinds.keys()),
          );
        }
        const named = new Map<string, Declared<unknown>[]>();
        for (const part of parts) {
          for (const [entity, value, at] of reader.entries(part.value, part.origin))
            push(named, entity, { value, origin: at });
        }
        return [kind, records(named, reader)];
      }),
    ),
    fleet: fragments.map(({ file, value }) => ({
      value: {
        includes: value.includes,
        excludes: value.excludes,
        meta: value.meta,
        // What else stands there is about all of the fleet, and read on its own.
        vars: isRecord(value.vars) ? { generators: value.vars.generators } : undefined,
      },
      origin: { file, path: [] },
    })),
  };
  const entities = createEntities(name, registries, kinds, base, reader);
  for (const system of entities.systems) systems.add(system);

  return {
    root,
    name,
    meta: fleetMeta,
    systems: [...systems].sort(compareNames),
    hostNames: entities.hostNames,
    homeNames: entities.homeNames,
    environmentNames: entities.environmentNames,
    customNames: entities.customNames,
    kinds,
    entity: entities.entity,
    fleet: entities.fleet,
    aspects,
    aspectNames: namesByValue,
    classes,
    channels: new Map(
      [...channels].flatMap(([key, parts]) => (parts[0] === undefined ? [] : [[key, parts[0]]])),
    ),
    policies: new Map([
      ...single(gatherPolicies(fragments, reader), reader, "policy"),
      ...compiled.policies,
    ]),
    tags: gather(fragments, "tags", reader),
    environments: registries.environments,
    namespaces,
    services: instances,
    vars: readVars(fragments, reader),
    acknowledge: fragments.flatMap(({ file, value }) =>
      readAcknowledged(value.acknowledge, { file, path: ["acknowledge"] }, reader),
    ),
    findings,
  };
}

/** References by value may name an aspect, or a sub-aspect that it provides. */
function indexValue(names: Map<unknown, string>, name: string, value: unknown): void {
  if (typeof value !== "function" && !isRecord(value)) return;
  if (!names.has(value)) names.set(value, name);
  if (!isRecord(value) || !isRecord(value.provides)) return;
  for (const [sub, declared] of Object.entries(value.provides)) {
    if (sub !== "to") indexValue(names, `${name}/${sub}`, declared);
  }
}

function single(
  found: ReadonlyMap<string, readonly Declared<unknown>[]>,
  reader: Reader,
  what: string,
): Map<string, Declared<unknown>> {
  const result = new Map<string, Declared<unknown>>();
  for (const [name, parts] of found) {
    const [first, second] = parts;
    if (first === undefined) continue;
    if (second !== undefined && second.value !== first.value) {
      reader.findings.push({
        code: "DEN_DUPLICATE_NAME",
        severity: "error",
        message: `the ${what} ${name} is declared in ${first.origin.file} and in ${second.origin.file}`,
        places: [first.origin, second.origin],
        remedy: "give one of them another name",
      });
    }
    result.set(name, first);
  }
  return result;
}

function checkSystem(system: string, origin: Origin, reader: Reader): void {
  const wrong = systemProblem(system, origin);
  if (wrong !== undefined) reader.findings.push(wrong);
}

function readBySystem(
  fragments: readonly Fragment[],
  key: string,
  reader: Reader,
): Map<string, Map<string, RawEntity[]>> {
  const bySystem = new Map<string, Map<string, RawEntity[]>>();
  for (const [system, parts] of gather(fragments, key, reader)) {
    checkSystem(system, parts[0]?.origin ?? { file: "", path: [] }, reader);
    const named = bySystem.get(system) ?? new Map<string, RawEntity[]>();
    bySystem.set(system, named);
    for (const part of parts) {
      for (const [name, value, at] of reader.entries(part.value, part.origin)) {
        push(named, name, { value: reader.record(value, at), origin: at });
      }
    }
  }
  return bySystem;
}

function readAcknowledged(
  value: unknown,
  origin: Origin,
  reader: Reader,
): Declared<{ code: string; subject?: string; reason: string }>[] {
  return reader.list(value, origin).flatMap((item, index) => {
    const at = below(origin, String(index));
    const raw = reader.record(item, at);
    reader.closed(raw, ["code", "subject", "reason"], at, "an acknowledgement");
    const code = reader.text(raw.code, below(at, "code"));
    const reason = reader.text(raw.reason, below(at, "reason"));
    const subject = reader.text(raw.subject, below(at, "subject"));
    if (code === undefined || reason === undefined) {
      reader.report("DEN_WRONG_TYPE", "an acknowledgement has a code and a reason", at);
      return [];
    }
    return [{ value: { code, reason, ...(subject === undefined ? {} : { subject }) }, origin: at }];
  });
}
