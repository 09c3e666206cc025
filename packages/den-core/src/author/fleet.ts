import type { NixSymbol } from "gen-nix";
import type { Selector } from "gen-select";
import type { AnyAspect, AspectDeclaration, AspectReference, ParametricAspect } from "./aspect.ts";
import type { PolicyDeclaration } from "./policy.ts";
import type { ServiceDeclaration } from "./service.ts";
import type { VarsDeclaration, VarsOfEntity } from "./vars.ts";
import type { HostView } from "./views.ts";

/** What a tag function sees of a host. */
export type TaggedHost = Pick<HostView, "name" | "system" | "class" | "tags" | "meta" | "hostName">;

/** The hosts of a tag: their names, a selector, or a function over all hosts (which may read other tags). */
export type TagDeclaration =
  | readonly string[]
  | Selector
  | ((hosts: readonly TaggedHost[]) => readonly (TaggedHost | string)[]);

/** What every entity may declare. */
export interface EntityDeclaration {
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly includes?: readonly AspectReference[];
  readonly excludes?: readonly AspectReference[];
  /** Layer 3 of settings: `aspects.nginx.settings`. */
  readonly aspects?: Readonly<
    Record<string, { readonly settings?: Readonly<Record<string, unknown>> }>
  >;
  readonly vars?: VarsOfEntity;
}

/** A user on a host. */
export interface UserDeclaration extends EntityDeclaration {
  /** The account's name, where it differs from the key. */
  readonly userName?: string;
}

/** A machine. Its key is its name; the key above it is its system. */
export interface HostDeclaration extends EntityDeclaration {
  /** `nixos` or `darwin`, by system unless said here; or a host class of the fleet's own. */
  readonly class?: string;
  readonly hostName?: string;
  readonly environment?: string;
  readonly users?: Readonly<Record<string, UserDeclaration>>;
  /** Entities of custom kinds below this host, by kind and name. */
  readonly children?: Readonly<Record<string, Readonly<Record<string, EntityDeclaration>>>>;
}

/** A home-manager configuration of its own, keyed `user@host` or `user`. */
export interface HomeDeclaration extends EntityDeclaration {
  readonly userName?: string;
}

/** A group of hosts with meta, settings and aspects of its own. */
export interface EnvironmentDeclaration extends Omit<EntityDeclaration, "tags"> {
  readonly tags?: readonly string[];
  readonly hosts?: Selector | string | readonly string[];
}

/** An entity of a kind of the fleet's own. */
export interface CustomDeclaration extends EntityDeclaration {
  /** The name of the entity above it, where its kind is below another than the fleet. */
  readonly parent?: string;
}

/** A kind of entities beside or below the ones den brings; of those only `inherits` can be said. */
export interface KindDeclaration {
  /** The kind above. @default "fleet" */
  readonly parent?: string;
  readonly description?: string;
  /** Facts handed down to entities of this kind from their parents. */
  readonly inherits?: readonly ("tags" | "meta")[];
}

/** A class of one's own: what content under its key means and where it goes. */
export interface ClassDeclaration {
  readonly description?: string;
  /** The kind (or kinds, nearest first) at which content lands. */
  readonly kind?: string | readonly string[];
  /** Forward: this class's content becomes content of another class, below a path. */
  readonly into?: string;
  readonly at?: readonly string[];
  /** `modules` (default): a list of Nix modules; `data`: one deeply merged value. */
  readonly merge?: "modules" | "data";
  /** Flake output for the merged result, outermost first; without it, none. */
  readonly intoAttr?: readonly string[];
}

/** A channel: data that aspects publish and other aspects read. */
export interface ChannelDeclaration {
  readonly description?: string;
}

/** A source of aspects under a prefix. */
export interface NamespaceDeclaration {
  readonly description?: string;
  readonly aspects?: Readonly<Record<string, AnyAspect>>;
  readonly from?: string | Readonly<Record<string, unknown>>;
  readonly export?: boolean;
}

/** Adds the fleet's own classes to what its aspects may say. */
type AspectsOf<Settings, Own extends string> = {
  readonly [Name in keyof Settings]: AspectDeclaration<Settings[Name], Own> | ParametricAspect<Own>;
};

/**
 * A fleet, or a fragment of one: every key is optional, and several files may add to the same keys.
 * `Settings` carries each aspect's settings schema, `Own` the names of the classes and channels declared here.
 */
export interface FleetDeclaration<Settings = Record<string, unknown>, Own extends string = string> {
  readonly meta?: {
    readonly name?: string;
    readonly domain?: string;
    readonly [key: string]: unknown;
  };
  /** Globs of files, each exporting a fragment of this shape. */
  readonly imports?: readonly string[];
  /** Systems for per-system outputs beside those of hosts and homes. */
  readonly systems?: readonly string[];
  readonly tags?: Readonly<Record<string, TagDeclaration>>;
  readonly environments?: Readonly<Record<string, EnvironmentDeclaration>>;
  readonly hosts?: Readonly<Record<string, Readonly<Record<string, HostDeclaration>>>>;
  readonly homes?: Readonly<Record<string, Readonly<Record<string, HomeDeclaration>>>>;
  readonly kinds?: Readonly<Record<string, KindDeclaration>>;
  /** Registries of custom kinds: `entities.cluster.k1`. */
  readonly entities?: Readonly<Record<string, Readonly<Record<string, CustomDeclaration>>>>;
  /** Aspects that every scope of the fleet gets. */
  readonly includes?: readonly AspectReference[];
  readonly excludes?: readonly AspectReference[];
  readonly classes?: { readonly [Name in Own]?: ClassDeclaration };
  readonly channels?: { readonly [Name in Own]?: ChannelDeclaration };
  readonly aspects?: AspectsOf<Settings, NoInfer<Own>>;
  readonly policies?: Readonly<Record<string, PolicyDeclaration>>;
  readonly namespaces?: Readonly<Record<string, NamespaceDeclaration>>;
  readonly services?: Readonly<Record<string, ServiceDeclaration<NixSymbol>>>;
  /** Secrets and other generated values. */
  readonly vars?: VarsDeclaration;
  /** Findings that are known and accepted, each with its reason. */
  readonly acknowledge?: readonly {
    readonly code: string;
    readonly subject?: string;
    readonly reason: string;
  }[];
}

/**
 * Declares a fleet. It returns what it is given: its worth is in the types.
 *
 * @example
 * export default defineFleet({
 *   hosts: { "x86_64-linux": { web1: { includes: ["web"] } } },
 *   aspects: { web: { nixos: { services: { nginx: { enable: true } } } } },
 * });
 */
export function defineFleet<const Settings, const Own extends string = never>(
  fleet: FleetDeclaration<Settings, Own>,
): FleetDeclaration<Settings, Own> {
  return fleet;
}

/** Declares a fragment of a fleet: what a file named by `imports` exports. */
export const defineFragment: typeof defineFleet = defineFleet;
