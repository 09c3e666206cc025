import type { ClassDeclaration } from "../author/fleet.ts";
import type { Finding } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import type { InstanceModel } from "../services/read-services.ts";
import type { NamespaceModel } from "./namespaces.ts";
import type { VarsSettings } from "./read-vars.ts";

/** A value with the place that declared it. */
export interface Declared<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Generators of values by name, as declared. */
export type Generators = ReadonlyMap<string, Declared<Readonly<Record<string, unknown>>>>;

/** A reference to an aspect as written: its name, or an anonymous aspect declared in place. */
export type AspectRef =
  | { readonly name: string; readonly origin: Origin }
  | { readonly inline: AspectModel; readonly origin: Origin };

/** A raw declaration of an entity: one for each file that adds to it. */
export type RawEntity = Declared<Readonly<Record<string, unknown>>>;

/** An entity, normalised on demand from its raw declarations. */
export interface EntityModel {
  /** `host:web1`, `user:alice@web1`, `home:alice@laptop`, `environment:prod`, `fleet:production`. */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** The declared parent, where the declaration nests; environments are found by selector. */
  readonly parent: string | undefined;
  readonly system: string | undefined;
  /** The class of a host's own configuration. */
  readonly class: string | undefined;
  readonly hostName: string | undefined;
  readonly userName: string | undefined;
  readonly environment: Declared<string> | undefined;
  readonly tags: readonly Declared<string>[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly includes: readonly AspectRef[];
  readonly excludes: readonly AspectRef[];
  /** Layer 3: settings by aspect, in file order. */
  readonly settings: ReadonlyMap<string, readonly Declared<Readonly<Record<string, unknown>>>[]>;
  readonly generators: Generators;
  /** Public keys it reads secrets with. */
  readonly recipients: readonly Declared<string>[];
  /** Ids of entities declared inside this one (users, custom children), in name order. */
  readonly children: readonly string[];
  readonly origins: readonly Origin[];
  readonly findings: readonly Finding[];
}

/** One piece of an aspect: what one file (or one entry of a file) said about it. */
export interface AspectPart {
  readonly origin: Origin;
  /** The content by class, raw: a value or a function. */
  readonly contents: ReadonlyMap<string, Declared<unknown>>;
  /** What it publishes on channels, raw. */
  readonly channels: ReadonlyMap<string, Declared<unknown>>;
  readonly generators: Generators;
  /** The whole part as a function of its scope, when it is parametric. */
  readonly parametric: ((args: never) => unknown) | undefined;
  /**
   * For what a parametric part returned before generated values could be known: that part, which is
   * run again with the values when its contents are wanted; and what it declared, which must stay.
   */
  readonly before?: { readonly part: AspectPart; readonly declares: string };
}

/** An aspect, merged from every file that adds to it. */
export interface AspectModel {
  /** `nginx`, `nginx/tls`, `clan.borgbackup`. */
  readonly name: string;
  /** The namespace that holds it; the empty string for the fleet's own. */
  readonly namespace: string;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Settings schemas as declared, one for each file that declares some. */
  readonly settings: readonly Declared<unknown>[];
  readonly includes: readonly AspectRef[];
  readonly excludes: readonly AspectRef[];
  /** Names of sub-aspects, `aspect/sub`. */
  readonly provides: readonly string[];
  /** Sub-aspects for one entity only, by the entity's name. */
  readonly narrowed: ReadonlyMap<string, readonly AspectRef[]>;
  readonly policies: ReadonlyMap<string, Declared<unknown>>;
  /** Other members that its content asks for, by role: a selector, or `{ members, aspect }`. */
  readonly peers: ReadonlyMap<string, Declared<unknown>>;
  readonly parts: readonly AspectPart[];
  readonly origins: readonly Origin[];
}

/** A class: what content under its key means, where it lands and which output takes it. */
export interface ClassModel extends ClassDeclaration {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly builtin: boolean;
  readonly origin: Origin | undefined;
}

/** A whole fleet, merged and indexed by name. Nothing per entity is computed until it is asked for. */
export interface Model {
  readonly root: string;
  readonly name: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly systems: readonly string[];
  readonly hostNames: readonly string[];
  readonly homeNames: readonly string[];
  readonly environmentNames: readonly string[];
  /** Names of the entities of a kind of the fleet's own, in name order. */
  readonly customNames: (kind: string) => readonly string[];
  readonly kinds: ReadonlyMap<string, KindModel>;
  readonly entity: (id: string) => EntityModel | undefined;
  readonly fleet: EntityModel;
  readonly aspects: ReadonlyMap<string, AspectModel>;
  /** Names of aspects by the value that declares them, for references by value. */
  readonly aspectNames: ReadonlyMap<unknown, string>;
  readonly classes: ReadonlyMap<string, ClassModel>;
  readonly channels: ReadonlyMap<string, Declared<Readonly<Record<string, unknown>>>>;
  readonly policies: ReadonlyMap<string, Declared<unknown>>;
  readonly tags: ReadonlyMap<string, readonly Declared<unknown>[]>;
  readonly environments: ReadonlyMap<string, readonly RawEntity[]>;
  readonly namespaces: readonly NamespaceModel[];
  /** Services by instance, as declared; what they compile to is among aspects and policies. */
  readonly services: readonly InstanceModel[];
  /** Where generated values are kept and who reads them. */
  readonly vars: VarsSettings;
  readonly acknowledge: readonly Declared<{ code: string; subject?: string; reason: string }>[];
  /** What was wrong with the declarations that are read eagerly. */
  readonly findings: readonly Finding[];
}

/** A kind of entity. */
export interface KindModel {
  readonly name: string;
  readonly parent: string | undefined;
  readonly builtin: boolean;
  readonly inherits: ReadonlySet<string>;
  readonly origin: Origin | undefined;
}
