import { memo } from "../data/memo.ts";
import { byCodeUnit } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { refuse, SchemaError } from "../problems/schema-error.ts";
import { validate } from "../schema/validate.ts";
import type { Context } from "./context.ts";
import { danglingIssues, nearestIdentity } from "./dangling.ts";
import type { Kind } from "./define-kind.ts";
import { identified } from "./identified.ts";
import { identityOf } from "./identity.ts";
import type { BackReference, Instance } from "./instance.ts";
import { makeInstance } from "./make-instance.ts";
import { about, duplicateIssue, uniqueIssues, unknownKind } from "./registry-issues.ts";

/** One declared instance, as plain data. */
export interface InstanceRecord {
  readonly kind: string;
  readonly value: unknown;
  /** Where it was declared, as any plain data. */
  readonly origin?: unknown;
}

/** Instances of several kinds that may refer to each other. Nothing in it can be changed. */
export interface Registry {
  /** Everything that is wrong, ordered by instance; empty when all is well. Finds dangling references too. */
  readonly issues: () => readonly Issue[];
  /** The instance of a kind with this identity: the value of its key, or a record that has its keys. */
  get<O>(kind: Kind<unknown, O>, key: unknown): Instance<O> | undefined;
  get(kind: string, key: unknown): Instance | undefined;
  /** All instances of a kind, ordered by identity. @throws SchemaError `kind-unknown` */
  all<O>(kind: Kind<unknown, O>): readonly Instance<O>[];
  all(kind: string): readonly Instance[];
  /** The instance with this identity. */
  readonly byId: (id: string) => Instance | undefined;
  /** The registry, if nothing is wrong with it. @throws SchemaError with every issue. */
  readonly valid: () => Registry;
}

/**
 * Opens a registry over declared instances, in whatever order they come: the answers do not depend
 * on it (of two instances with one identity the one whose content comes first in canonical order is
 * kept, and both are reported). References are resolved when they are followed.
 *
 * Issues: `kind-unknown`, `duplicate` (two instances with one identity), `not-unique`,
 * `ref-dangling`, `identity-missing`, and those of `validate`; each with origin and remedy.
 *
 * @throws SchemaError `kind-duplicate` when two kinds have one name.
 */
export function openRegistry(kinds: readonly Kind[], records: Iterable<InstanceRecord>): Registry {
  const known = kindsByName(kinds);
  const early: Issue[] = [];
  const instances = new Map<string, Instance>();
  const broken = new Map<Instance, readonly Issue[]>();
  const context: Context = {
    known,
    find: (id) => instances.get(id),
    near: (kind, id) => nearestIdentity(known, instances, kind, id),
    backs: memo(() => backReferences([...instances.values()])),
  };
  for (const { record, kind, id, value } of identified(known, records, early)) {
    const before = instances.get(id);
    if (before === undefined) {
      const instance = makeInstance(context, kind, id, value, record.origin);
      instances.set(id, instance);
      const problems = validate(kind.schema, value);
      if (problems.length > 0) broken.set(instance, problems);
    } else early.push(duplicateIssue(kind, before, value, record.origin));
  }
  const ordered = memo(() => [...instances.values()].sort((a, b) => byCodeUnit(a.id, b.id)));
  const groups = memo(() => groupBy(ordered()));
  const nameOf = (kind: string | { readonly name: string }): string => {
    const name = typeof kind === "string" ? kind : kind.name;
    if (!known.has(name)) throw new SchemaError([unknownKind(known, name, undefined)]);
    return name;
  };
  const issues = memo(() => [
    ...early,
    ...ordered().flatMap((item) => [
      ...(broken.get(item) ?? []).map((issue) => about(known, item, issue)),
      ...danglingIssues(context, item),
    ]),
    ...[...known.values()].flatMap((kind) => uniqueIssues(kind, groups().get(kind.name) ?? [])),
  ]);
  const registry: Registry = {
    issues,
    get: (kind: string | { readonly name: string }, key: unknown) =>
      instances.get(identityOf(known.get(nameOf(kind)) as Kind, key)) as never,
    all: (kind: string | { readonly name: string }) => (groups().get(nameOf(kind)) ?? []) as never,
    byId: (id) => instances.get(id),
    valid: () => {
      if (issues().length > 0) throw new SchemaError(issues());
      return registry;
    },
  };
  return registry;
}

function backReferences(
  instances: readonly Instance[],
): ReadonlyMap<string, readonly BackReference[]> {
  const found = new Map<string, BackReference[]>();
  const ordered = [...instances].sort((a, b) => byCodeUnit(a.id, b.id));
  for (const from of ordered) {
    for (const { id, path } of from.references()) {
      const list = found.get(id);
      if (list === undefined) found.set(id, [{ from, path }]);
      else list.push({ from, path });
    }
  }
  return found;
}

function groupBy(instances: readonly Instance[]): ReadonlyMap<string, readonly Instance[]> {
  const groups = new Map<string, Instance[]>();
  for (const instance of instances) {
    const group = groups.get(instance.kind);
    if (group === undefined) groups.set(instance.kind, [instance]);
    else group.push(instance);
  }
  return groups;
}

function kindsByName(kinds: readonly Kind[]): ReadonlyMap<string, Kind> {
  const known = new Map<string, Kind>();
  for (const kind of kinds) {
    if (known.has(kind.name)) {
      refuse({
        code: "kind-duplicate",
        message: `Two kinds are called ${JSON.stringify(kind.name)}`,
        remedy: "Rename one of them.",
      });
    }
    known.set(kind.name, kind);
  }
  return known;
}
