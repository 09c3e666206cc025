import type { Context } from "gen-scope";
import type { EntityView, FleetView, HomeView, HostView, UserView } from "../author/views.ts";
import { refuse } from "../diagnostics/den-error.ts";
import type { EntityModel, KindModel, Model } from "../model/model.ts";
import { suggestion } from "../model/reader.ts";
import { ArgumentMissing } from "./argument-missing.ts";
import { watchTags } from "./asked-tags.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import { lazyProperty } from "./lazy-property.ts";
import type { Topology } from "./topology.ts";

/** The arguments that den resolves at a scope; reading one computes it. */
export interface Scope {
  readonly id: NodeId;
  readonly kind: string;
  /** The arguments, as lazy properties. One that is not there throws {@link ArgumentMissing}. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** What later stages add to a scope: values by name, each computed when it is read. */
export type Extras = Readonly<Record<string, () => unknown>>;

/** What presence of an aspect means at a scope; resolution answers it. */
export type HasAspect = (id: NodeId, aspect: string, ctx: Context) => boolean;

/** What the getters of a scope work on. */
interface State {
  readonly id: NodeId;
  readonly ctx: Context;
  readonly values: Map<string, unknown>;
}

const STATE: unique symbol = Symbol("den.scope");

/** Makes the scopes and views of one pipeline. */
export interface ScopeFactory {
  scope(id: NodeId, ctx: Context, extras?: Extras): Scope;
  view(id: NodeId, ctx: Context): EntityView;
  fleetView(ctx: Context): FleetView;
}

/** Makes scopes; `hasAspect` answers `host.hasAspect("nginx")`. */
export function scopeFactory(base: Base, topology: Topology, hasAspect: HasAspect): ScopeFactory {
  /** What functions see of one entity. */
  const view = (id: NodeId, ctx: Context): EntityView => {
    const entity = entityOf(base, id, ctx);
    const common = {
      kind: entity.kind,
      name: entity.kind === "user" ? (entity.userName ?? entity.name) : entity.name,
      get meta() {
        return ctx.get(topology.meta, id);
      },
      get tags() {
        return watchTags(ctx.get(topology.tags, id), topology.asked);
      },
      hasAspect: (aspect: string) => {
        const { aspects } = wholeModel(base, ctx);
        if (!aspects.has(aspect)) {
          refuse("DEN_UNKNOWN_ASPECT", `there is no aspect ${JSON.stringify(aspect)} to ask for`, {
            remedy: suggestion(aspect, aspects.keys()),
          });
        }
        return hasAspect(id, aspect, ctx);
      },
    };
    switch (entity.kind) {
      case "host":
        return extend(common, {
          system: () => entity.system ?? "",
          class: () => entity.class ?? "",
          hostName: () => entity.hostName ?? entity.name,
          environment: () => ctx.get(topology.placement, id).environment,
          users: () => entity.children.filter((child) => child.startsWith("user:")).map(accountOf),
        }) as unknown as HostView;
      case "user":
        return extend(common, {
          userName: () => entity.userName ?? "",
          host: () => (entity.parent ?? "").slice("host:".length),
        }) as unknown as UserView;
      case "home":
        return extend(common, {
          userName: () => entity.userName ?? "",
          hostName: () => entity.hostName ?? null,
          system: () => entity.system ?? "",
        }) as unknown as HomeView;
      default:
        return common;
    }
  };

  const fleetView = (ctx: Context): FleetView => {
    const model = wholeModel(base, ctx);
    return { name: model.name, meta: model.meta, hosts: model.hostNames };
  };

  /** The lazy arguments that every scope has, as getters of one prototype: a scope itself is two objects. */
  const prototypes = new WeakMap<Model, object>();
  const prototypeFor = (model: Model): object => {
    const before = prototypes.get(model);
    if (before !== undefined) return before;
    const prototype = Object.create(null) as object;
    const names = ["fleet", ...model.kinds.keys(), "settings", "aspects", "vars", "peers"];
    for (const name of new Set(names)) {
      Object.defineProperty(prototype, name, {
        enumerable: true,
        get(this: { readonly [STATE]: State }) {
          const state = this[STATE];
          if (state.values.has(name)) return state.values.get(name);
          const value = argument(name, state, model);
          state.values.set(name, value);
          return value;
        },
      });
    }
    prototypes.set(model, prototype);
    return prototype;
  };

  const argument = (name: string, { id, ctx }: State, model: Model): unknown => {
    if (name === "fleet") return fleetView(ctx);
    const entity = entityOf(base, id, ctx);
    const kind = model.kinds.get(name);
    if (kind === undefined) return notHere(name, entity);
    const node = ctx.get(topology.chain, id).find((above) => above.startsWith(`${name}:`));
    if (node !== undefined) return view(node, ctx);
    if (name === "environment" && entity.kind !== "fleet") return null;
    return missing(kind, entity, model.kinds);
  };

  /** The scope of an entity. */
  const scope = (id: NodeId, ctx: Context, extras?: Extras): Scope => {
    const args = Object.create(prototypeFor(wholeModel(base, ctx))) as Record<string, unknown>;
    Object.defineProperty(args, STATE, { value: { id, ctx, values: new Map() } satisfies State });
    for (const name in extras) lazyProperty(args, name, extras[name] as () => unknown);
    return { id, kind: id.slice(0, id.indexOf(":")), args };
  };

  return { scope, view, fleetView };
}

/** The same scope with more arguments, or others: what is not named is read from the first. */
export function withArguments(scope: Scope, extras: Extras): Scope {
  const args = Object.create(scope.args) as Record<string, unknown>;
  for (const [name, compute] of Object.entries(extras)) lazyProperty(args, name, compute);
  return { ...scope, args };
}

function extend(target: object, getters: Readonly<Record<string, () => unknown>>): object {
  for (const [name, compute] of Object.entries(getters)) lazyProperty(target, name, compute);
  return target;
}

/** `user:alice@web1` is the account key `alice`. */
export function accountOf(id: NodeId): string {
  const name = id.slice(id.indexOf(":") + 1);
  const at = name.lastIndexOf("@");
  return at < 0 ? name : name.slice(0, at);
}

/** Reading a kind that is below the scope means waiting for it; any other is simply not there. */
function missing(
  kind: KindModel,
  entity: EntityModel,
  kinds: ReadonlyMap<string, KindModel>,
): never {
  let at: string | undefined = kind.name;
  for (let steps = 0; at !== undefined && steps <= kinds.size; steps += 1) {
    if (at === entity.kind) {
      throw new ArgumentMissing(
        kind.name,
        kind.name,
        `the scope is the ${entity.kind} ${entity.name}`,
      );
    }
    at = kinds.get(at)?.parent;
  }
  throw new ArgumentMissing(kind.name, undefined, `the scope is the ${entity.kind} ${entity.name}`);
}

function notHere(name: string, entity: EntityModel): never {
  throw new ArgumentMissing(name, undefined, `the ${entity.kind} ${entity.name} has none`);
}
