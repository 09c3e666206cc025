import type { Selector } from "gen-select";
import type { AnyAspect, AspectReference, PeerDeclaration } from "./aspect.ts";
import type { Effect } from "./effects.ts";
import type { EntityView, FleetView, HomeView, HostView, UserView } from "./views.ts";

/** What a policy of each kind is called with: the scope it fires at and the ones above. */
export interface PolicyArguments {
  readonly fleet: { readonly fleet: FleetView };
  readonly environment: { readonly fleet: FleetView; readonly environment: EntityView };
  readonly host: {
    readonly fleet: FleetView;
    readonly environment: EntityView | null;
    readonly host: HostView;
  };
  readonly user: {
    readonly fleet: FleetView;
    readonly environment: EntityView | null;
    readonly host: HostView;
    readonly user: UserView;
  };
  readonly home: { readonly fleet: FleetView; readonly home: HomeView };
}

/** The arguments at a kind; a custom kind gets itself under its own name, and its ancestors. */
export type ArgumentsAt<Kind extends string> = Kind extends keyof PolicyArguments
  ? PolicyArguments[Kind]
  : { readonly fleet: FleetView } & { readonly [Name in Kind]: EntityView };

/** What a policy decides: effects, or nothing. */
export type PolicyFunction<Kind extends string> = (
  args: ArgumentsAt<Kind>,
) => readonly (Effect | null | undefined | false)[];

/** When a policy applies, as data that can be checked and explained. */
export interface PolicyCondition {
  /** A selector, as data or in its text form, that the scope's own node must match. */
  readonly when?: Selector | string;
  /** Aspects that must be visible at the scope. */
  readonly present?: readonly AspectReference[];
  /** Aspects that must not be visible at the scope: decided after everything that may include them. */
  readonly absent?: readonly AspectReference[];
  /** Aspects that must be included there even without policies. */
  readonly declared?: readonly AspectReference[];
  /** Aspects that must not be included there by anything but policies. */
  readonly undeclared?: readonly AspectReference[];
  /** Channels that the policy may broadcast on, where its text does not say so. */
  readonly broadcasts?: readonly string[];
  /** Channels that the policy may expose, where its text does not say so. */
  readonly exposes?: readonly string[];
  /** Members of roles that its function asks for as `peers.<role>`. */
  readonly peers?: Readonly<Record<string, Selector | string | PeerDeclaration>>;
}

/** A policy: rules that fire at each scope of a kind. Registering it activates it. */
export interface PolicyDeclaration<Kind extends string = string> extends PolicyCondition {
  readonly at: Kind;
  readonly description?: string;
  /** Names of policies of the same kind whose effects this one replaces where both apply. */
  readonly overrides?: readonly string[];
  /** The decision: a function of the scope, or plain effects. */
  readonly run:
    | ((args: never) => readonly (Effect | null | undefined | false)[])
    | readonly Effect[];
}

/**
 * Declares a policy that fires at every scope of `kind`. The function may read the entities of that
 * scope and above, and nothing below: reading `user` at `host` is a type error, and refused at run time.
 *
 * @example
 * definePolicy("host", ({ host }) =>
 *   host.tags.has("production") ? [policy.configure("nginx", { port: 443 })] : []);
 */
export function definePolicy<const Kind extends string>(
  kind: Kind,
  run: PolicyFunction<Kind> | readonly Effect[],
): PolicyDeclaration<Kind>;
export function definePolicy<const Kind extends string>(
  kind: Kind,
  condition: PolicyCondition & {
    readonly description?: string;
    readonly overrides?: readonly string[];
  },
  run: PolicyFunction<Kind> | readonly Effect[],
): PolicyDeclaration<Kind>;
export function definePolicy<const Kind extends string>(
  kind: Kind,
  ...rest:
    | readonly [PolicyFunction<Kind> | readonly Effect[]]
    | readonly [PolicyCondition, PolicyFunction<Kind> | readonly Effect[]]
): PolicyDeclaration<Kind> {
  const [condition, run] = rest.length === 2 ? rest : [{}, rest[0]];
  return { at: kind, ...condition, run };
}

/** The settings that an aspect given by value takes; anything for one given by name. */
export type SettingsFor<A> = A extends { readonly settings?: infer S }
  ? unknown extends S
    ? Readonly<Record<string, unknown>>
    : { readonly [Key in keyof S]?: unknown }
  : Readonly<Record<string, unknown>>;

export type { AnyAspect };
