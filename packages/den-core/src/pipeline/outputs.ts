import { moduleOf } from "gen-nix";
import { type Attribute, attribute, type Context } from "gen-scope";
import type { InstantiateSpec, RouteSpec } from "../author/effects.ts";
import { isHostClass } from "../classes/builtin.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { userStack } from "../diagnostics/user-stack.ts";
import type { ClassModel, Model } from "../model/model.ts";
import { entityId } from "../model/names.ts";
import { suggestion } from "../model/reader.ts";
import type { Wiring } from "../vars/wiring.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import type { Binder } from "./bind-content.ts";
import { type Contribution, type ContributionAttributes, landingAbove } from "./contributions.ts";
import type { Decisions, FiredEffect } from "./policy-effects.ts";
import type { Scope } from "./scope.ts";
import type { Topology } from "./topology.ts";

/** A contribution at its place in the configuration it becomes part of. */
export interface PlacedModule {
  readonly contribution: Contribution;
  /** Attribute names around the content, outermost first: `users`, `users`, `alice`. */
  readonly at: readonly string[];
  /** The route that brought it here, where its condition and its arguments matter. */
  readonly route?: Pick<RouteSpec, "guard" | "adapt"> & { readonly policy: string };
}

/** A user's home-manager configuration inside a host. */
export interface UserHome {
  readonly user: NodeId;
  readonly userName: string;
  readonly modules: readonly PlacedModule[];
}

/** The configuration of a host, or of a home: its modules in order. */
export interface Configuration {
  readonly id: NodeId;
  readonly name: string;
  readonly class: string;
  readonly system: string;
  readonly hostName: string | undefined;
  readonly userName: string | undefined;
  readonly modules: readonly PlacedModule[];
  readonly homes: readonly UserHome[];
  readonly findings: readonly Finding[];
}

/** A named output that a policy makes of the modules of a class. */
export interface Instantiated {
  readonly spec: InstantiateSpec;
  readonly policy: string;
  readonly at: NodeId;
  readonly origin: Origin;
  readonly contributions: readonly Contribution[];
}

/** Modules of a class at a scope. */
export interface Placed {
  readonly modules: readonly PlacedModule[];
  readonly findings: readonly Finding[];
}

/** What comes out of a fleet. */
export interface OutputAttributes {
  /**
   * Everything of a class at a scope where it lands: what landed, what other classes forward into it,
   * what policies route and provide.
   */
  readonly placed: Attribute<NodeId, Placed, string>;
  readonly host: Attribute<NodeId, Configuration>;
  readonly home: Attribute<NodeId, Configuration>;
  readonly instantiated: Attribute<NodeId, readonly Instantiated[]>;
}

/** What outputs are declared over. */
export interface OutputInput {
  readonly base: Base;
  readonly topology: Topology;
  readonly contributions: ContributionAttributes;
  readonly decisions: (id: NodeId, ctx: Context) => Decisions;
  readonly binder: Binder;
  readonly scope: (id: NodeId, ctx: Context) => Scope;
  /** What brings generated values to a host. */
  readonly wiring: (id: NodeId, ctx: Context) => Wiring;
}

/** Classes whose content becomes content of `target`, with the path it goes to. */
function feeding(
  model: Model,
  target: string,
): { readonly known: ClassModel; readonly at: readonly string[] }[] {
  const found: { known: ClassModel; at: readonly string[] }[] = [];
  const visit = (name: string, at: readonly string[], seen: readonly string[]): void => {
    const known = model.classes.get(name);
    if (known === undefined || seen.includes(name)) return;
    found.push({ known, at });
    for (const other of model.classes.values()) {
      if (other.into === name) visit(other.name, [...at, ...(other.at ?? [])], [...seen, name]);
    }
  };
  visit(target, [], []);
  return found;
}

/** Declares the outputs of hosts and homes, and those that policies name. */
export function declareOutputs(input: OutputInput): OutputAttributes {
  const { base, topology, contributions, decisions } = input;

  const landed = (id: NodeId, target: string, ctx: Context, findings: Finding[]): PlacedModule[] =>
    feeding(wholeModel(base, ctx), target).flatMap(({ known, at }) => {
      const found = ctx.get(contributions.landed, id, known.name);
      findings.push(...found.findings);
      return found.contributions.map((contribution) => ({ contribution, at }));
    });

  /** What policies move or add to the classes in `targets`, from one scope: their content there and below. */
  const moved = (
    from: NodeId,
    effects: readonly FiredEffect[],
    targets: ReadonlySet<string>,
    ctx: Context,
    findings: Finding[],
  ): PlacedModule[] =>
    effects.flatMap((fired): PlacedModule[] => {
      const { effect, policy } = fired;
      if (effect.effect === "route") {
        const { route } = effect;
        findings.push(...routeProblems(route, fired, wholeModel(base, ctx)));
        const broken = functionProblems(route, fired);
        findings.push(...broken);
        if (broken.length > 0) return [];
        if (!targets.has(route.to)) return [];
        const content = ctx.get(contributions.gathered, from, route.from);
        findings.push(...content.findings);
        return content.contributions.map((contribution) => ({
          contribution,
          at: route.at ?? [],
          ...(route.guard === undefined && route.adapt === undefined
            ? {}
            : {
                route: {
                  policy,
                  ...(route.guard === undefined ? {} : { guard: route.guard }),
                  ...(route.adapt === undefined ? {} : { adapt: route.adapt }),
                },
              }),
        }));
      }
      if (effect.effect !== "provide" || !targets.has(effect.provide.class)) return [];
      const { provide } = effect;
      const origin = fired.origin;
      const bound = input.binder.bind(
        { value: provide.module, origin },
        () => input.scope(from, ctx),
        `the policy ${policy}`,
        provide.class,
      );
      if ("finding" in bound) findings.push(bound.finding);
      if (!("content" in bound)) return [];
      const contribution: Contribution = {
        aspect: `policy.${policy}`,
        class: provide.class,
        content: bound.content,
        origin,
        at: [],
        from: [from],
      };
      return [{ contribution, at: provide.at ?? [] }];
    });

  /** The modules that bring generated values to a host. */
  const wired = (id: NodeId, target: string, ctx: Context, findings: Finding[]): PlacedModule[] => {
    const wiring = input.wiring(id, ctx);
    findings.push(...wiring.findings);
    const origin: Origin = { file: entityOf(base, id, ctx).origins[0]?.file ?? "", path: ["vars"] };
    return wiring.modules.flatMap((module) => {
      const bound = input.binder.bind(
        { value: module, origin },
        () => input.scope(id, ctx),
        "the wiring of vars",
        target,
      );
      if ("finding" in bound) findings.push(bound.finding);
      if (!("content" in bound)) return [];
      const { content } = bound;
      const contribution = { aspect: "vars", class: target, content, origin, at: [], from: [id] };
      return [{ contribution, at: [] }];
    });
  };

  /** Effects of the policies of a scope and of the scopes above it. */
  const effectsAbove = (id: NodeId, ctx: Context): FiredEffect[] =>
    ctx.get(topology.chain, id).flatMap((node) => [...decisions(node, ctx).effects]);

  /** The scopes whose policies move or add content: found once for the whole fleet. */
  const movers: Attribute<NodeId, readonly NodeId[]> = attribute("movers", (fleet, ctx) => {
    const found: NodeId[] = [];
    const stack = [fleet];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const moves = decisions(id, ctx).effects.some(
        ({ effect }) => effect.effect === "route" || effect.effect === "provide",
      );
      if (moves) found.push(id);
      stack.push(...[...ctx.get(topology.children, id)].reverse());
    }
    return found;
  });

  const placed: OutputAttributes["placed"] = attribute(
    "placed",
    (id: NodeId, ctx: Context, className: string) => {
      const model = wholeModel(base, ctx);
      const findings: Finding[] = [];
      const modules = landed(id, className, ctx, findings);
      const kinds = model.classes.get(className)?.kinds ?? [];
      const targets = new Set(feeding(model, className).map(({ known }) => known.name));
      const chain = ctx.get(topology.chain, id);
      for (const from of ctx.get(movers, entityId("fleet", model.name))) {
        const up = landingAbove(ctx.get(topology.chain, from), kinds);
        const here = up === id || (up === undefined && chain.includes(from));
        if (!here) continue;
        const { effects } = decisions(from, ctx);
        modules.push(...moved(up === id ? from : id, effects, targets, ctx, findings));
      }
      return { modules, findings };
    },
  );

  const host: OutputAttributes["host"] = attribute("output", (id, ctx) => {
    const entity = entityOf(base, id, ctx);
    const model = wholeModel(base, ctx);
    const findings: Finding[] = [];
    const target = entity.class ?? "";
    const modules = landed(id, target, ctx, findings);
    if (isHostClass("os", target)) modules.push(...landed(id, "os", ctx, findings));
    const targets = new Set(feeding(model, target).map(({ known }) => known.name));
    if (isHostClass("os", target)) targets.add("os");
    modules.push(...moved(id, effectsAbove(id, ctx), targets, ctx, findings));
    modules.push(...wired(id, target, ctx, findings));
    const homes: UserHome[] = [];
    for (const child of ctx.get(topology.children, id)) {
      const below = entityOf(base, child, ctx);
      modules.push(...moved(child, decisions(child, ctx).effects, targets, ctx, findings));
      if (below.kind !== "user" || below.userName === undefined) continue;
      const account = ["users", "users", below.userName];
      const effects = effectsAbove(child, ctx);
      for (const { at, ...rest } of [
        ...landed(child, "user", ctx, findings),
        ...moved(child, effects, new Set(["user"]), ctx, findings),
      ]) {
        modules.push({ ...rest, at: [...account, ...at] });
      }
      const inHome = [
        ...landed(child, "homeManager", ctx, findings),
        ...moved(child, effects, new Set(["homeManager"]), ctx, findings),
      ];
      if (inHome.length > 0) homes.push({ user: child, userName: below.userName, modules: inHome });
    }
    return {
      id,
      name: entity.name,
      class: target,
      system: entity.system ?? "",
      hostName: entity.hostName,
      userName: undefined,
      modules,
      homes,
      findings,
    };
  });

  const home: OutputAttributes["home"] = attribute("home", (id, ctx) => {
    const entity = entityOf(base, id, ctx);
    const findings: Finding[] = [];
    return {
      id,
      name: entity.name,
      class: "homeManager",
      system: entity.system ?? "",
      hostName: entity.hostName,
      userName: entity.userName,
      modules: [
        ...landed(id, "homeManager", ctx, findings),
        ...moved(id, effectsAbove(id, ctx), new Set(["homeManager"]), ctx, findings),
      ],
      homes: [],
      findings,
    };
  });

  const instantiated: OutputAttributes["instantiated"] = attribute("instantiated", (id, ctx) =>
    decisions(id, ctx).effects.flatMap(({ effect, policy, origin }): Instantiated[] => {
      if (effect.effect !== "instantiate") return [];
      // Classes that forward into it come along, at their places.
      const found = feeding(wholeModel(base, ctx), effect.instantiate.class).flatMap(
        ({ known, at }) =>
          ctx
            .get(contributions.gathered, id, known.name)
            .contributions.map((one) =>
              at.length === 0 ? one : { ...one, at: [...at, ...one.at] },
            ),
      );
      return [{ spec: effect.instantiate, policy, at: id, origin, contributions: found }];
    }),
  );

  return { host, home, instantiated, placed };
}

const tried = new WeakMap<object, readonly Finding[]>();

/** What a route's own functions throw, found before anything is written; each function runs once for this. */
function functionProblems(route: RouteSpec, { policy, origin }: FiredEffect): readonly Finding[] {
  return (["guard", "adapt"] as const).flatMap((key) => {
    const run = route[key];
    if (run === undefined) return [];
    let found = tried.get(run);
    if (found === undefined) {
      found = problemOf(run, `the ${key} of the policy ${policy}`, origin);
      tried.set(run, found);
    }
    return found;
  });
}

function problemOf(run: unknown, what: string, origin: Origin): readonly Finding[] {
  try {
    moduleOf(run);
    return [];
  } catch (error) {
    const [frame] = userStack(error, []);
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [
      problem("DEN_POLICY_THROWS", `${what} throws ${message.split("\n")[0]}`, {
        places: [origin],
        ...(frame === undefined ? {} : { detail: frame.text }),
      }),
    ];
  }
}

function routeProblems(route: RouteSpec, { policy, origin }: FiredEffect, model: Model): Finding[] {
  return [route.from, route.to].flatMap((name) =>
    model.classes.has(name)
      ? []
      : [
          problem(
            "DEN_ROUTE_INVALID",
            `the policy ${policy} routes ${route.from} to ${route.to}, but ${JSON.stringify(name)} is no class`,
            {
              places: [origin],
              remedy: suggestion(name, model.classes.keys()),
            },
          ),
        ],
  );
}
