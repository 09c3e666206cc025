import type { Selector } from "gen-select";
import type { AspectReference } from "./aspect.ts";
import type { SettingsFor } from "./policy.ts";

/** Where routed or provided content goes inside its target: attribute names, outermost first. */
export type AttributePath = readonly string[];

/** Content of one class moved into another, optionally below a path and behind a guard. */
export interface RouteSpec {
  readonly from: string;
  readonly to: string;
  readonly at?: AttributePath;
  /** A Nix condition on the target's module arguments; content appears only where it holds. */
  readonly guard?: (args: Readonly<Record<string, unknown>>) => unknown;
  /** Arguments for the routed modules, computed from the target's. */
  readonly adapt?: (args: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** A fresh module for a class. */
export interface ProvideSpec {
  readonly class: string;
  readonly module: unknown;
  readonly at?: AttributePath;
}

/** A named output made of the modules of a class at this scope. */
export interface InstantiateSpec {
  readonly name: string;
  readonly class: string;
  /** From the modules to the value of the output; without it the modules themselves. */
  readonly instantiate?: (args: { readonly modules: unknown }) => unknown;
  /** The flake attribute, outermost first. */
  readonly intoAttr: AttributePath;
}

/** An entity that a policy adds below its scope. */
export interface SpawnSpec {
  readonly kind: string;
  readonly name: string;
  readonly tags?: readonly string[];
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly includes?: readonly AspectReference[];
}

/** An item of a channel as a policy's functions see it. */
export interface ChannelItem {
  readonly value: unknown;
  readonly origin: { readonly scope: string; readonly aspect: string };
}

/** What a policy may do to a channel. */
export type ChannelOperation =
  | { readonly op: "expose"; readonly channel: string }
  | { readonly op: "collect"; readonly channel: string; readonly from: Selector | string }
  | { readonly op: "broadcast"; readonly channel: string; readonly to: Selector | string }
  | {
      readonly op: "filter";
      readonly channel: string;
      readonly keep: (item: ChannelItem) => boolean;
    }
  | {
      readonly op: "transform";
      readonly channel: string;
      readonly map: (item: ChannelItem) => unknown;
    }
  | { readonly op: "rename"; readonly channel: string; readonly as: string }
  | { readonly op: "withOrigin"; readonly channel: string };

/** What a policy returns: plain records, so that data files can hold them too. */
export type Effect =
  | { readonly effect: "include"; readonly aspect: AspectReference }
  | { readonly effect: "exclude"; readonly aspect: AspectReference }
  | {
      readonly effect: "configure" | "enforce";
      readonly aspect: AspectReference;
      readonly settings: Readonly<Record<string, unknown>>;
      /** Among policies of one scope, the higher one wins. @default 0 */
      readonly precedence?: number;
    }
  | { readonly effect: "route"; readonly route: RouteSpec }
  | { readonly effect: "provide"; readonly provide: ProvideSpec }
  | { readonly effect: "instantiate"; readonly instantiate: InstantiateSpec }
  | { readonly effect: "enrich"; readonly values: Readonly<Record<string, unknown>> }
  | { readonly effect: "spawn"; readonly spawn: SpawnSpec }
  | { readonly effect: "channel"; readonly channel: ChannelOperation }
  | { readonly effect: "varBackend"; readonly backend: string; readonly generator?: string }
  | { readonly effect: "assert"; readonly holds: boolean; readonly message: string };

/** The effects that a policy can return. */
export interface PolicyEffects {
  include(aspect: AspectReference): Effect;
  exclude(aspect: AspectReference): Effect;
  /** Layer 2: below an entity's own settings. */
  configure<const A extends AspectReference>(aspect: A, settings: SettingsFor<A>): Effect;
  /** The top layer: above an entity's own settings. */
  enforce<const A extends AspectReference>(aspect: A, settings: SettingsFor<A>): Effect;
  route(route: RouteSpec): Effect;
  provide(provide: ProvideSpec): Effect;
  instantiate(instantiate: InstantiateSpec): Effect;
  enrich(values: Readonly<Record<string, unknown>>): Effect;
  spawn(spawn: SpawnSpec): Effect;
  expose(channel: string): Effect;
  collect(channel: string, from: Selector | string): Effect;
  broadcast(channel: string, to: Selector | string): Effect;
  filter(channel: string, keep: (item: ChannelItem) => boolean): Effect;
  transform(channel: string, map: (item: ChannelItem) => unknown): Effect;
  rename(channel: string, as: string): Effect;
  withOrigin(channel: string): Effect;
  varBackend(backend: string, generator?: string): Effect;
  assert(holds: boolean, message: string): Effect;
}

/** Builders of the effects that a policy returns. */
export const policy: PolicyEffects = {
  include: (aspect) => ({ effect: "include", aspect }),
  exclude: (aspect) => ({ effect: "exclude", aspect }),
  configure: (aspect, settings) => ({ effect: "configure", aspect, settings }),
  enforce: (aspect, settings) => ({ effect: "enforce", aspect, settings }),
  route: (route) => ({ effect: "route", route }),
  provide: (provide) => ({ effect: "provide", provide }),
  instantiate: (instantiate) => ({ effect: "instantiate", instantiate }),
  enrich: (values) => ({ effect: "enrich", values }),
  spawn: (spawn) => ({ effect: "spawn", spawn }),
  expose: (channel) => ({ effect: "channel", channel: { op: "expose", channel } }),
  collect: (channel, from) => ({ effect: "channel", channel: { op: "collect", channel, from } }),
  broadcast: (channel, to) => ({ effect: "channel", channel: { op: "broadcast", channel, to } }),
  filter: (channel, keep) => ({ effect: "channel", channel: { op: "filter", channel, keep } }),
  transform: (channel, map) => ({ effect: "channel", channel: { op: "transform", channel, map } }),
  rename: (channel, as) => ({ effect: "channel", channel: { op: "rename", channel, as } }),
  withOrigin: (channel) => ({ effect: "channel", channel: { op: "withOrigin", channel } }),
  varBackend: (backend, generator) =>
    generator === undefined
      ? { effect: "varBackend", backend }
      : { effect: "varBackend", backend, generator },
  assert: (holds, message) => ({ effect: "assert", holds, message }),
};
