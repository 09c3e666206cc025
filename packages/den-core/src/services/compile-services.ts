import { escapeGlob } from "gen-select";
import { policy } from "../author/effects.ts";
import type { Declared } from "../model/model.ts";
import { isRecord, type Raw } from "../model/reader.ts";
import { type InstanceModel, instanceName, type RoleModel, roleAspect } from "./read-services.ts";

/** What a service leaves behind: nothing but aspects and policies (with selectors in them). */
export interface CompiledServices {
  /** Each aspect as one or two declarations: what is static, and what is computed. */
  readonly aspects: ReadonlyMap<string, readonly Declared<unknown>[]>;
  readonly policies: ReadonlyMap<string, Declared<unknown>>;
}

/** Compiles instances to the aspects and policies that someone could have written by hand. */
export function compileServices(instances: readonly InstanceModel[]): CompiledServices {
  const aspects = new Map<string, readonly Declared<unknown>[]>();
  const policies = new Map<string, Declared<unknown>>();
  for (const instance of instances) {
    const provides = Object.fromEntries(
      instance.roles.map((role) => [role.name, roleBody(instance, role)]),
    );
    const computed = instance.roles.filter((role) => typeof role.aspect.value === "function");
    aspects.set(instanceName(instance), [
      { value: { meta: instance.meta, provides }, origin: instance.origin },
      ...computed.map((role) => ({
        value: { provides: { [role.name]: role.aspect.value } },
        origin: instance.origin,
      })),
    ]);
    for (const role of instance.roles) {
      for (const [name, declared] of rolePolicies(instance, role)) policies.set(name, declared);
    }
  }
  return { aspects, policies };
}

/** The selectors and aspects by which the roles of an instance find each other. */
function peersIn(instance: InstanceModel): Raw {
  return Object.fromEntries(
    instance.roles.map((role) => [
      role.name,
      { members: role.members?.value, aspect: roleAspect(instance, role.name) },
    ]),
  );
}

/** A role as an aspect: what is static beside what is computed. */
function roleBody(instance: InstanceModel, role: RoleModel): Raw {
  const { value } = role.aspect;
  const description =
    role.description ??
    (typeof instance.meta.description === "string" ? instance.meta.description : undefined);
  const head = {
    ...(description === undefined ? {} : { meta: { description } }),
    ...(role.schema === undefined ? {} : { settings: role.schema }),
    peers: peersIn(instance),
  };
  // What is computed is a second declaration of the same aspect.
  return isRecord(value) ? { ...head, ...value } : head;
}

function rolePolicies(instance: InstanceModel, role: RoleModel): [string, Declared<unknown>][] {
  const aspect = roleAspect(instance, role.name);
  const when = role.members?.value;
  const found: [string, Declared<unknown>][] = [
    [
      `${aspect} members`,
      {
        value: { at: "host", when, run: [policy.include(aspect)] },
        origin: role.members?.origin ?? instance.origin,
      },
    ],
  ];
  const { settings } = role;
  if (settings !== undefined) {
    const run =
      typeof settings.value === "function"
        ? (args: object) => [
            policy.configure(aspect, (settings.value as (args: object) => Raw)(args)),
          ]
        : [policy.configure(aspect, isRecord(settings.value) ? settings.value : {})];
    found.push([
      `${aspect} settings`,
      { value: { at: "host", when, peers: peersIn(instance), run }, origin: settings.origin },
    ]);
  }
  for (const [host, { value, origin }] of role.hosts) {
    const effect = { ...policy.configure(aspect, value), precedence: 1 };
    found.push([
      `${aspect} settings of ${host}`,
      {
        value: { at: "host", when: { sel: "name", glob: escapeGlob(host) }, run: [effect] },
        origin,
      },
    ]);
  }
  return found;
}
