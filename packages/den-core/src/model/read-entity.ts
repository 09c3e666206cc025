import { classOfSystem } from "../classes/builtin.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { mergeData, mergeScalar } from "./merge-data.ts";
import type { AspectRef, Declared, EntityModel, RawEntity } from "./model.ts";
import { compareNames, entityId } from "./names.ts";
import { ordered } from "./ordered.ts";
import { type AspectContext, readReferences } from "./read-aspect.ts";
import { mergedGenerators, readGenerators } from "./read-vars.ts";
import { createReader, isRecord, type Raw } from "./reader.ts";

const COMMON = ["description", "tags", "meta", "includes", "excludes", "aspects", "vars"];

/** The keys that each kind of entity may declare. */
export const ENTITY_KEYS: Readonly<Record<string, readonly string[]>> = {
  fleet: COMMON,
  environment: [...COMMON, "hosts"],
  host: [...COMMON, "class", "hostName", "environment", "users", "children"],
  user: [...COMMON, "userName"],
  home: [...COMMON, "userName"],
};

/** Kinds whose entities hold keys to read secrets with. */
const KEY_HOLDERS: ReadonlySet<string> = new Set(["host", "user", "home"]);

/** What is known of an entity before its declarations are read. */
export interface EntityHead {
  readonly kind: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly system: string | undefined;
}

/** Normalises one entity from its raw declarations, with what is wrong in them. */
export function readEntity(
  head: EntityHead,
  declarations: readonly RawEntity[],
  base: Omit<AspectContext, "reader">,
): EntityModel {
  const findings: Finding[] = [];
  const reader = createReader(findings);
  const context: AspectContext = { ...base, reader };
  const id = entityId(head.kind, head.name);
  const what = `the ${head.kind} ${head.name}`;
  const known = ENTITY_KEYS[head.kind] ?? [...COMMON, "parent", "children"];
  const tags: Declared<string>[] = [];
  const includes: AspectRef[] = [];
  const excludes: AspectRef[] = [];
  const meta: Declared<unknown>[] = [];
  const settings = new Map<string, Declared<Raw>[]>();
  const generators: [name: string, declared: Declared<Raw>][] = [];
  const recipients: Declared<string>[] = [];
  const varsKeys = KEY_HOLDERS.has(head.kind) ? ["generators", "recipients"] : ["generators"];
  const scalars = new Map<string, Declared<string>[]>();
  const children = new Set<string>();
  for (const { value, origin } of declarations) {
    reader.closed(value, known, origin, what);
    for (const tag of reader.texts(value.tags, below(origin, "tags"))) {
      tags.push({ value: tag, origin: below(origin, "tags") });
    }
    includes.push(
      ...readReferences(id, "includes", value.includes, below(origin, "includes"), context),
    );
    excludes.push(
      ...readReferences(id, "excludes", value.excludes, below(origin, "excludes"), context),
    );
    if (value.meta !== undefined) {
      meta.push({
        value: reader.record(value.meta, below(origin, "meta")),
        origin: below(origin, "meta"),
      });
    }
    for (const [aspect, declared, at] of reader.entries(value.aspects, below(origin, "aspects"))) {
      const record = reader.record(declared, at);
      reader.closed(record, ["settings"], at, `${what}, aspect ${aspect},`);
      if (record.settings === undefined) continue;
      const layer = {
        value: reader.record(record.settings, below(at, "settings")),
        origin: below(at, "settings"),
      };
      settings.set(aspect, [...(settings.get(aspect) ?? []), layer]);
    }
    if (value.vars !== undefined) {
      const at = below(origin, "vars");
      generators.push(...readGenerators(value.vars, at, what, varsKeys, reader));
      const keys = isRecord(value.vars) ? value.vars.recipients : undefined;
      for (const text of reader.texts(keys, below(at, "recipients"))) {
        recipients.push({ value: text, origin: below(at, "recipients") });
      }
    }
    for (const key of ["class", "hostName", "userName", "environment"]) {
      const text = reader.text(value[key], below(origin, key));
      if (text === undefined) continue;
      scalars.set(key, [...(scalars.get(key) ?? []), { value: text, origin: below(origin, key) }]);
    }
    for (const child of childIds(head, value)) children.add(child);
  }
  const scalar = (key: string): Declared<string> | undefined =>
    mergeScalar(scalars.get(key) ?? [], findings);
  const merged = mergeData(meta, findings);
  const [account, machine] = splitAt(head.name);
  return {
    id,
    kind: head.kind,
    name: head.name,
    parent: head.parent,
    system: head.system,
    class:
      head.kind === "host"
        ? (scalar("class")?.value ?? classOfSystem(head.system ?? ""))
        : undefined,
    hostName: head.kind === "host" ? (scalar("hostName")?.value ?? head.name) : machine,
    userName:
      head.kind === "user" || head.kind === "home"
        ? (scalar("userName")?.value ?? account)
        : undefined,
    environment: scalar("environment"),
    tags,
    meta: isRecord(merged) ? ordered(merged) : {},
    includes,
    excludes,
    settings,
    generators: mergedGenerators(generators, reader),
    recipients,
    children: [...children].sort(compareNames),
    origins: declarations.map((declared): Origin => declared.origin),
    findings,
  };
}

/** `alice@web1` is the account `alice` on `web1`; a bare name has no host. */
export function splitAt(name: string): [account: string, host: string | undefined] {
  const at = name.lastIndexOf("@");
  return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1)];
}

/** Ids of the entities that a raw declaration nests. */
export function childIds(head: EntityHead, value: Raw): string[] {
  const ids: string[] = [];
  if (head.kind === "host" && isRecord(value.users)) {
    for (const user of Object.keys(value.users)) ids.push(entityId("user", `${user}@${head.name}`));
  }
  if (isRecord(value.children)) {
    for (const [kind, registry] of Object.entries(value.children)) {
      if (!isRecord(registry)) continue;
      for (const name of Object.keys(registry)) ids.push(entityId(kind, `${name}@${head.name}`));
    }
  }
  return ids;
}
