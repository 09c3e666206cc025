import { below, type Origin } from "../diagnostics/origin.ts";
import { mergeData } from "../model/merge-data.ts";
import type { Declared, Generators, RawEntity } from "../model/model.ts";
import { compareNames, isSafeName, SAFE_NAME } from "../model/names.ts";
import { mergedGenerators, readGenerators } from "../model/read-vars.ts";
import { isRecord, type Raw, type Reader, suggestion } from "../model/reader.ts";

/** A role of one instance, ready to be compiled. */
export interface RoleModel {
  readonly name: string;
  readonly members: Declared<unknown> | undefined;
  readonly schema: unknown;
  readonly aspect: Declared<unknown>;
  readonly description: string | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** The instance's settings for the role: values, or a function. */
  readonly settings: Declared<unknown> | undefined;
  readonly hosts: ReadonlyMap<string, Declared<Raw>>;
}

/** One instance of a service. */
export interface InstanceModel {
  readonly service: string;
  /** The name of the instance; undefined when the service is used once, as it is. */
  readonly instance: string | undefined;
  readonly meta: Raw;
  readonly roles: readonly RoleModel[];
  readonly constraints: Raw;
  /** Values of the instance as a whole. */
  readonly generators: Generators;
  readonly origin: Origin;
}

const SERVICE_KEYS = ["meta", "roles", "instances", "constraints", "vars"];
const ROLE_KEYS = ["description", "members", "settings", "aspect", "min", "max"];
const INSTANCE_ROLE_KEYS = ["members", "settings", "hosts"];
const CONSTRAINT_KEYS = ["exclusiveRoles", "requires", "oneInstancePerHost", "fleet"];

/** Reads services into instances, in name order; what is wrong goes to the reader. */
export function readServices(
  services: ReadonlyMap<string, readonly RawEntity[]>,
  reader: Reader,
): InstanceModel[] {
  return [...services]
    .sort(([a], [b]) => compareNames(a, b))
    .flatMap(([name, parts]) => {
      if (!isSafeName(name)) {
        reader.report(
          "DEN_UNSAFE_NAME",
          `the service name ${JSON.stringify(name)} is not safe`,
          parts[0]?.origin ?? { file: "", path: [] },
          SAFE_NAME,
        );
        return [];
      }
      return readService(name, parts, reader);
    });
}

/** Several files may add roles and instances to one service. */
function readService(name: string, parts: readonly RawEntity[], reader: Reader): InstanceModel[] {
  const first = parts[0];
  if (first === undefined) return [];
  const metas: Declared<unknown>[] = [];
  const limits: Declared<unknown>[] = [];
  const roles = new Map<string, Declared<Raw>>();
  const instances = new Map<string, Declared<Raw>>();
  const generators: [name: string, declared: Declared<Raw>][] = [];
  for (const { value, origin } of parts) {
    reader.closed(value, SERVICE_KEYS, origin, `the service ${name}`, "DEN_UNKNOWN_KEY");
    const about = below(origin, "meta");
    metas.push({ value: reader.record(value.meta, about), origin: about });
    const declared = reader.record(value.constraints, below(origin, "constraints"));
    reader.closed(
      declared,
      CONSTRAINT_KEYS,
      below(origin, "constraints"),
      `the constraints of ${name}`,
    );
    if (value.vars !== undefined) {
      const at = below(origin, "vars");
      generators.push(
        ...readGenerators(value.vars, at, `the service ${name}`, ["generators"], reader),
      );
    }
    limits.push({ value: declared, origin: below(origin, "constraints") });
    for (const [role, raw, at] of reader.entries(value.roles, below(origin, "roles"))) {
      const record = reader.record(raw, at);
      reader.closed(record, ROLE_KEYS, at, `the role ${role} of ${name}`);
      if (roles.has(role)) {
        reader.report(
          "DEN_DUPLICATE_NAME",
          `the role ${role} of ${name} is declared twice`,
          at,
          "declare it once; instances may add members and settings",
        );
      }
      roles.set(role, { value: record, origin: at });
    }
    for (const [instance, raw, at] of reader.entries(value.instances, below(origin, "instances"))) {
      const use = { value: reader.record(raw, at), origin: at };
      const known = instances.get(instance);
      // Several files may add to one instance.
      const both = known === undefined ? use.value : mergeData([known, use], reader.findings);
      instances.set(instance, { value: reader.record(both, at), origin: known?.origin ?? at });
    }
  }
  const meta = reader.record(mergeData(metas, reader.findings), first.origin);
  const constraints = reader.record(mergeData(limits, reader.findings), first.origin);
  if (roles.size === 0) {
    reader.report("DEN_SERVICE_SHAPE", `the service ${name} has no roles`, first.origin);
    return [];
  }
  const uses: [string | undefined, Declared<Raw>][] =
    instances.size === 0
      ? [[undefined, { value: {}, origin: first.origin }]]
      : [...instances].sort(([a], [b]) => compareNames(a, b));
  const made = mergedGenerators(generators, reader);
  return uses.map(([instance, use]) => ({
    service: name,
    instance,
    meta,
    constraints,
    generators: made,
    origin: use.origin,
    roles: readRoles(name, roles, use, reader),
  }));
}

function readRoles(
  service: string,
  roles: ReadonlyMap<string, Declared<Raw>>,
  use: Declared<Raw>,
  reader: Reader,
): RoleModel[] {
  reader.closed(use.value, ["roles"], use.origin, `an instance of ${service}`, "DEN_UNKNOWN_KEY");
  const at = below(use.origin, "roles");
  const overrides = reader.record(use.value.roles, at);
  reader.closed(overrides, [...roles.keys()], at, `an instance of ${service}`);
  return [...roles]
    .sort(([a], [b]) => compareNames(a, b))
    .flatMap(([name, { value, origin }]) => {
      const own = Object.hasOwn(overrides, name)
        ? reader.record(overrides[name], below(at, name))
        : {};
      reader.closed(
        own,
        INSTANCE_ROLE_KEYS,
        below(at, name),
        `the role ${name} of an instance of ${service}`,
      );
      if (
        value.aspect === undefined ||
        (typeof value.aspect !== "function" && !isRecord(value.aspect))
      ) {
        reader.report(
          "DEN_SERVICE_SHAPE",
          `the role ${name} of ${service} has no aspect`,
          origin,
          "give it an aspect: content, or a function of settings and peers",
        );
        return [];
      }
      const members =
        own.members !== undefined
          ? { value: own.members, origin: below(at, name, "members") }
          : value.members !== undefined
            ? { value: value.members, origin: below(origin, "members") }
            : undefined;
      if (members === undefined) {
        reader.report(
          "DEN_SERVICE_SHAPE",
          `the role ${name} of ${service} has no members`,
          origin,
          "give it a selector, here or in the instance",
        );
        return [];
      }
      const hosts = new Map(
        reader
          .entries(own.hosts, below(at, name, "hosts"))
          .map(([host, raw, where]): [string, Declared<Raw>] => {
            const record = reader.record(raw, where);
            reader.closed(record, ["settings"], where, `the member ${host}`);
            return [
              host,
              {
                value: reader.record(record.settings, below(where, "settings")),
                origin: below(where, "settings"),
              },
            ];
          }),
      );
      const settings =
        own.settings === undefined
          ? undefined
          : { value: own.settings, origin: below(at, name, "settings") };
      return [
        {
          name,
          members,
          schema: value.settings,
          aspect: { value: value.aspect, origin: below(origin, "aspect") },
          description: typeof value.description === "string" ? value.description : undefined,
          min: typeof value.min === "number" ? value.min : undefined,
          max: typeof value.max === "number" ? value.max : undefined,
          settings,
          hosts,
        },
      ];
    });
}

/** What a role of an instance is called as an aspect: `borgbackup/server`, `borgbackup@main/server`. */
export function roleAspect(
  { service, instance }: Pick<InstanceModel, "service" | "instance">,
  role: string,
): string {
  return `${instanceName({ service, instance })}/${role}`;
}

/** `borgbackup`, or `borgbackup@main` for a named instance. */
export function instanceName({
  service,
  instance,
}: Pick<InstanceModel, "service" | "instance">): string {
  return instance === undefined ? service : `${service}@${instance}`;
}

/** Members named for a host that is not there. */
export function unknownMembers(
  instance: InstanceModel,
  hosts: ReadonlySet<string>,
  reader: Reader,
): void {
  for (const role of instance.roles) {
    for (const [host, { origin }] of role.hosts) {
      if (hosts.has(host)) continue;
      reader.report(
        "DEN_UNKNOWN_HOST",
        `the service ${instanceName(instance)} sets settings of the member ${JSON.stringify(host)}, which is no host`,
        origin,
        suggestion(host, hosts),
      );
    }
  }
}
