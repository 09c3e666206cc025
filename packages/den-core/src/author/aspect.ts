import type { NixSymbol } from "gen-nix";
import type { Selector } from "gen-select";
import type {
  Channels,
  Classes,
  Content,
  ContentArguments,
  ContentFunction,
  ContentRecord,
  ContentValue,
} from "./content.ts";
import type { PolicyDeclaration } from "./policy.ts";
import type { SettingsOf } from "./settings.ts";
import type { VarsOfAspect } from "./vars.ts";

/** What an aspect says about itself: the catalog reads it. */
export interface AspectMeta {
  readonly description?: string;
  readonly categories?: readonly string[];
  /** Aspects or capabilities that must be present wherever this aspect is. */
  readonly requires?: readonly string[];
  /** Capabilities that this aspect offers. */
  readonly provides?: readonly string[];
  readonly [key: string]: unknown;
}

/** A reference to an aspect: its name (`nginx`, `nginx/tls`, `clan.borgbackup`) or its value. */
export type AspectReference = string | AnyAspect | AnonymousAspect;

/** Things by name, each a value or a function of its own. */
type Named<Settings> = Readonly<
  Record<
    string,
    ContentFunction<Settings> | ContentRecord | Exclude<ContentValue, (...args: never) => unknown>
  >
>;

/** A nix-unit test. */
export interface NixUnitTest {
  readonly expr: unknown;
  readonly expected?: unknown;
  readonly expectedError?: { readonly type?: string; readonly msg?: string };
}

/** A file that den writes as it is. */
export interface FileDeclaration {
  readonly text?: string;
  /** A file beside the one that declares it, copied. */
  readonly source?: string;
  readonly executable?: boolean;
}

/** Content by class: the classes that den brings. */
export interface ClassContents<Settings> {
  readonly nixos?: Content<Settings>;
  readonly darwin?: Content<Settings>;
  /** Both `nixos` and `darwin`. */
  readonly os?: Content<Settings>;
  readonly homeManager?: Content<Settings>;
  /** `users.users.<name>` of the host. */
  readonly user?: Content<Settings>;
  readonly terranix?: Content<Settings>;
  readonly devshell?: Content<Settings>;
  readonly packages?: Named<Settings> | ((args: ContentArguments<Settings>) => Named<Settings>);
  readonly apps?: Named<Settings> | ((args: ContentArguments<Settings>) => Named<Settings>);
  readonly tests?:
    | Readonly<Record<string, NixUnitTest | Readonly<Record<string, unknown>>>>
    | ((args: ContentArguments<Settings>) => Readonly<Record<string, unknown>>);
  readonly treefmt?: Content<Settings>;
  readonly files?:
    | Readonly<Record<string, FileDeclaration>>
    | ((args: ContentArguments<Settings>) => Readonly<Record<string, FileDeclaration>>);
  readonly perSystem?: Content<Settings>;
  readonly flake?: Content<Settings>;
}

/** Who plays a role, and the aspect whose settings there are its settings. */
export interface PeerDeclaration {
  readonly members: Selector | string;
  readonly aspect?: string;
}

/** The keys of an aspect that are not content. */
export interface AspectStructure<Settings> {
  readonly meta?: AspectMeta;
  readonly settings?: Settings;
  readonly includes?: readonly AspectReference[];
  readonly excludes?: readonly AspectReference[];
  /** Sub-aspects, referred to as `aspect/sub`; `to` narrows content to one entity. */
  readonly provides?: Readonly<Record<string, unknown>> & {
    readonly to?: Readonly<Record<string, AnyAspect>>;
  };
  readonly policies?: Readonly<Record<string, PolicyDeclaration>>;
  /** Members of other roles that the content asks for as `peers.<role>`. */
  readonly peers?: Readonly<Record<string, Selector | string | PeerDeclaration>>;
  readonly vars?: VarsOfAspect;
}

/** What may stand under the name of a class or a channel of the fleet's own. */
export type OwnContent<Settings> =
  | ContentFunction<Settings>
  | ContentRecord
  | readonly ContentValue[]
  | string
  | number
  | boolean;

/*
 * One mapped type over all names of content, den's and the fleet's: while `Own` is still being inferred
 * a name could be any string, and the conditional then still gives den's own classes their own types.
 */
type Contents<Settings, Own extends string> = {
  readonly [Name in
    | keyof ClassContents<unknown>
    | keyof Classes
    | keyof Channels
    | Own]?: Name extends keyof AspectStructure<unknown>
    ? unknown
    : Name extends keyof ClassContents<unknown>
      ? Required<ClassContents<Settings>>[Name]
      : OwnContent<Settings>;
};

/** An aspect: what one concern means for every kind of output at once. */
export type AspectDeclaration<
  Settings = unknown,
  Own extends string = never,
> = AspectStructure<Settings> & Contents<SettingsOf<Settings>, Own>;

/** An aspect that is a function of its scope. */
export type ParametricAspect<Own extends string = never> = (
  args: ContentArguments<unknown>,
) => AspectDeclaration<unknown, Own>;

/**
 * Any aspect, where its settings do not matter. Content functions are contravariant in them, so that
 * those of an aspect written in place read as symbols do: `settings.port` is there, and of any type.
 */
export type AnyAspect = (AspectStructure<unknown> & Contents<NixSymbol, never>) | ParametricAspect;

/** An aspect written in place, where a reference may stand. */
export type AnonymousAspect = AnyAspect;

/**
 * Gives an aspect its type: `settings` inside its content functions have the types of its schema,
 * and a reference by value (`includes: [nginx]`) can be checked.
 *
 * @example
 * const nginx = defineAspect({
 *   settings: { port: { type: "integer", default: 80 } },
 *   nixos: ({ settings }) => ({ networking: { firewall: { allowedTCPPorts: [settings.port] } } }),
 * });
 */
export function defineAspect<const Settings = unknown>(
  aspect: AspectDeclaration<Settings>,
): AspectDeclaration<Settings> {
  return aspect;
}
