import type { Selector } from "gen-select";
import type { AspectMeta, AspectStructure, ClassContents } from "./aspect.ts";
import type { ContentArguments } from "./content.ts";
import type { PolicyArguments } from "./policy.ts";
import type { SettingsOf } from "./settings.ts";
import type { VarsOfAspect } from "./vars.ts";

/** What a role's members get: content of any class, as a value or a function of the scope. */
export type RoleAspect<Settings> =
  | (AspectStructure<never> & ClassContents<SettingsOf<Settings>>)
  | ((
      args: ContentArguments<SettingsOf<Settings>>,
    ) => AspectStructure<never> & ClassContents<SettingsOf<Settings>>);

/** A role: who plays it, with which settings, and what that means. */
export interface RoleDeclaration<Settings = unknown> {
  readonly description?: string;
  /** The hosts that play the role. */
  readonly members?: Selector | string;
  readonly settings?: Settings;
  readonly aspect: RoleAspect<Settings>;
  /** How many members an instance must have, and may have. */
  readonly min?: number;
  readonly max?: number;
}

/** Settings and members of a role in one instance. */
export interface RoleInstance {
  readonly members?: Selector | string;
  /** Values, or a function of each member's scope that may read `peers`. */
  readonly settings?:
    | Readonly<Record<string, unknown>>
    | ((
        args: PolicyArguments["host"] & { readonly peers: ContentArguments<unknown>["peers"] },
      ) => Readonly<Record<string, unknown>>);
  /** Settings of single members, over those of the role. */
  readonly hosts?: Readonly<
    Record<string, { readonly settings?: Readonly<Record<string, unknown>> }>
  >;
}

/** One use of a service: its own members and settings. */
export interface ServiceInstance {
  readonly roles?: Readonly<Record<string, RoleInstance>>;
}

/** What must hold for all instances of a service. */
export interface ServiceConstraints {
  /** Roles that one host cannot play together: `true` for any two, or the sets that exclude each other. */
  readonly exclusiveRoles?: boolean | readonly (readonly string[])[];
  /** Other services that every member must be a member of. */
  readonly requires?: readonly string[];
  /** A host is a member of at most one instance. */
  readonly oneInstancePerHost?: boolean;
  /** How many members a role may have in the whole fleet. */
  readonly fleet?: Readonly<Record<string, { readonly min?: number; readonly max?: number }>>;
}

/** A service: roles that find each other. It compiles to aspects, policies, selectors and channels. */
export interface ServiceDeclaration<Roles = Readonly<Record<string, unknown>>> {
  readonly meta?: AspectMeta;
  readonly roles: { readonly [Role in keyof Roles]: RoleDeclaration<Roles[Role]> };
  readonly instances?: Readonly<Record<string, ServiceInstance>>;
  readonly constraints?: ServiceConstraints;
  /** Values of each instance as a whole: its members see them. */
  readonly vars?: VarsOfAspect;
}

/**
 * Gives a service its types: `settings` in each role's aspect have the types of that role's schema.
 *
 * @example
 * const backup = defineService({
 *   roles: {
 *     server: { members: sel.tag("backup-server"), aspect: ({ peers }) => ({ nixos: { clients: peers.client.names } }) },
 *     client: { members: sel.not(sel.tag("no-backup")), aspect: { nixos: {} } },
 *   },
 * });
 */
export function defineService<const Roles>(
  service: ServiceDeclaration<Roles>,
): ServiceDeclaration<Roles> {
  return service;
}
