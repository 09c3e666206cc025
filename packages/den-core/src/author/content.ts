import type { NixSymbol } from "gen-nix";
import type { EntityView, FleetView, HomeView, HostView, UserView } from "./views.ts";

/** Names of channels, with the type of one item; grown by `declare module "den-core"`. */
// biome-ignore lint/suspicious/noEmptyInterface: a place for users to register their channels
export interface Channels {}

/** Names of classes of one's own; grown by `declare module "den-core"`. */
// biome-ignore lint/suspicious/noEmptyInterface: a place for users to register their classes
export interface Classes {}

/** Kinds of one's own with their view; grown by `declare module "den-core"`. */
// biome-ignore lint/suspicious/noEmptyInterface: a place for users to register their kinds
export interface Kinds {}

/** The arguments that den resolves, in TypeScript, before any Nix runs. */
export interface ScopeArguments<Settings> {
  readonly fleet: FleetView;
  /** The environment of the scope, or null for a host that is in none. */
  readonly environment: EntityView | null;
  readonly host: HostView;
  readonly user: UserView;
  readonly home: HomeView;
  /** The aspect's own settings at this scope, defaults and layers applied. */
  readonly settings: Settings;
  /** Another aspect's settings at this scope; refused where that aspect is absent. */
  readonly aspects: AspectsAccessor;
  /** Values of generators visible here, as handles. */
  readonly vars: VarsAccessor;
  /** Members of the other roles of a service. */
  readonly peers: PeersAccessor;
}

/** `aspects.has("nginx")`, `aspects.settings("nginx").port`. */
export interface AspectsAccessor {
  has(aspect: string): boolean;
  settings(aspect: string): Readonly<Record<string, NixSymbol>>;
}

/** A handle on one file of a generator. */
export interface VarFile {
  /** A secret: where it is on the machine. A public file: its path in the repository. */
  readonly path: NixSymbol;
  /** The text of a public file, as it was generated (often with a line's end). */
  readonly value: string;
  /** Whether it has been generated. */
  readonly exists: boolean;
  /** `${var.…}` for Terraform; the variable is declared where it is used, and holds no value. */
  readonly terraform: string;
  /** An entry of a development shell's `env`: whoever enters fetches the value with their own keys. */
  readonly shell: { readonly name: string; readonly eval: string };
}

/** `vars["wireguard-key"].files.private.path`. */
export interface VarsAccessor {
  readonly [generator: string]: { readonly files: { readonly [file: string]: VarFile } };
}

/** One member of a role: its name and public facts cost nothing, its settings are computed when read. */
export interface Peer {
  readonly name: string;
  readonly host: HostView;
  readonly tags: ReadonlySet<string>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, NixSymbol>>;
  readonly vars: VarsAccessor;
}

/** `peers.client`: the members of a role, in name order. */
export interface PeersAccessor {
  readonly [role: string]: readonly Peer[] & { readonly names: readonly string[] };
}

/** Everything else is a symbolic Nix argument: `pkgs`, `lib`, `config`, `inputs`, … */
export interface SymbolicArguments {
  readonly [name: string]: NixSymbol;
}

/** What a content function is called with. */
export type ContentArguments<Settings> = ScopeArguments<Settings> &
  Channels &
  Kinds &
  SymbolicArguments;

/**
 * A Nix value (an expression is one, by its callable and indexable type): plain data, symbols, `nix` expressions, functions, or records and lists of them.
 */
export type ContentValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly ContentValue[]
  | ContentRecord
  | ((...args: readonly NixSymbol[]) => unknown);

/** An attribute set of Nix values. */
export interface ContentRecord {
  readonly [name: string]: ContentValue;
}

/** A function of scope and symbolic Nix arguments. */
export type ContentFunction<Settings> = (args: ContentArguments<Settings>) => unknown;

/** Content of a class: a value, or a function of scope and symbolic Nix arguments. */
export type Content<Settings> = ContentFunction<Settings> | ContentRecord;
