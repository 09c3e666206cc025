import { type Attribute, attribute, type Context } from "gen-scope";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { below } from "../diagnostics/origin.ts";
import type { AspectModel, AspectPart, AspectRef, Model } from "../model/model.ts";
import { type AspectContext, readAspect, readReference } from "../model/read-aspect.ts";
import { createReader } from "../model/reader.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import type { Binder } from "./bind-content.ts";
import type { Decisions } from "./policy-effects.ts";
import type { Excluder, Resolution, Root } from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { accountOf } from "./scope.ts";
import type { Topology } from "./topology.ts";
import { type Bound, refName, walkIncludes } from "./walk-includes.ts";

/** Which aspects a scope has. */
export interface ResolutionAttributes {
  /** What the scope itself asks for without its policies: by name, by includes. */
  readonly staticRoots: Attribute<NodeId, readonly Root[]>;
  /** What the scope itself asks for: by name, by includes, by policy. */
  readonly roots: Attribute<NodeId, readonly Root[]>;
  readonly excludes: Attribute<NodeId, ReadonlyMap<string, Excluder>>;
  /** Every aspect of the scope, those of the scopes above included. */
  readonly resolution: Attribute<NodeId, Resolution>;
  /** What the scope's own roots lead to, seen from there. */
  readonly own: Attribute<NodeId, Resolution>;
}

/** What resolution is declared over. */
export interface ResolutionInput {
  readonly base: Base;
  readonly topology: Topology;
  readonly binder: Binder;
  /** What a parametric aspect sees at a scope: its settings and peers too. */
  readonly scope: (id: NodeId, aspect: string, ctx: Context) => Scope;
  /** The scope without what policies add to it. */
  readonly bareScope: (id: NodeId, ctx: Context) => Scope;
  readonly decisions: (id: NodeId, ctx: Context) => Decisions;
}

/** Declares which aspects each scope has. */
export function declareResolution(input: ResolutionInput): ResolutionAttributes {
  const { base, topology, binder } = input;

  const staticRoots: ResolutionAttributes["staticRoots"] = attribute("staticRoots", (id, ctx) => {
    const entity = entityOf(base, id, ctx);
    const model = wholeModel(base, ctx);
    const found: Root[] = [];
    for (const name of selfNames(id, entity.kind, entity.name, entity.userName)) {
      const aspect = model.aspects.get(name);
      const origin = aspect?.origins[0];
      if (aspect === undefined || origin === undefined) continue;
      found.push({ ref: { name, origin }, owner: id, reason: { kind: "name", of: name } });
    }
    for (const ref of entity.includes) found.push({ ref, owner: id, reason: { kind: "includes" } });
    // A user's aspect may provide something to the host by name.
    for (const child of entity.children) {
      if (!child.startsWith("user:")) continue;
      for (const { aspect } of ctx.get(declaredOwn, child).aspects.values()) {
        for (const ref of aspect.narrowed.get(entity.name) ?? []) {
          found.push({ ref, owner: id, reason: { kind: "narrowed", by: aspect.name } });
        }
      }
    }
    return found;
  });

  const roots: ResolutionAttributes["roots"] = attribute("roots", (id, ctx) => {
    const model = wholeModel(base, ctx);
    const found = [...ctx.get(staticRoots, id)];
    /** Aspects that a policy declares in place, counted: each is one of its own. */
    const inPlace = new Map<string, number>();
    for (const { effect, policy, origin } of input.decisions(id, ctx).effects) {
      if (effect.effect !== "include") continue;
      const nth = inPlace.get(policy) ?? 0;
      const ref = referenceOf(
        effect.aspect,
        model,
        nth === 0 ? policy : `${policy}.${nth}`,
        origin,
      );
      if (ref !== undefined && "inline" in ref) inPlace.set(policy, nth + 1);
      if (ref !== undefined) found.push({ ref, owner: id, reason: { kind: "policy", policy } });
    }
    return found;
  });

  const excludes: ResolutionAttributes["excludes"] = attribute("excludes", (id, ctx) => {
    const found = new Map<string, Excluder>();
    for (const ref of entityOf(base, id, ctx).excludes) {
      found.set(refName(ref), { scope: id, origin: ref.origin });
    }
    for (const { effect, policy, origin } of input.decisions(id, ctx).effects) {
      if (effect.effect !== "exclude") continue;
      const ref = referenceOf(effect.aspect, wholeModel(base, ctx), policy, origin);
      if (ref !== undefined) found.set(refName(ref), { scope: id, policy, origin });
    }
    return found;
  });

  const walk = (id: NodeId, from: readonly NodeId[], ctx: Context): Resolution => {
    const model = wholeModel(base, ctx);
    const excluded = new Map<string, Excluder>();
    for (const node of ctx.get(topology.chain, id)) {
      for (const [name, by] of ctx.get(excludes, node))
        if (!excluded.has(name)) excluded.set(name, by);
    }
    return walkIncludes({
      roots: from.flatMap((node) => ctx.get(roots, node)),
      aspects: model.aspects,
      excluded,
      bind: (aspect, part) =>
        bindPart(binder, model, aspect, part, input.scope(id, aspect.name, ctx)),
      entityNames: namesOf(id, ctx),
    });
  };
  /** The names under which content may be narrowed to an entity. */
  const namesOf = (id: NodeId, ctx: Context): readonly string[] => {
    const entity = entityOf(base, id, ctx);
    return entity.kind === "user" ? [accountOf(id), entity.name] : [entity.name];
  };

  // Without policies and without the host's word: the host asks for it before either is known.
  const declaredOwn: Attribute<NodeId, Resolution> = attribute("declaredOwn", (id, ctx) => {
    const model = wholeModel(base, ctx);
    const entity = entityOf(base, id, ctx);
    const scope = input.bareScope(id, ctx);
    return walkIncludes({
      roots: ctx.get(staticRoots, id),
      aspects: model.aspects,
      excluded: new Map(
        entity.excludes.map((ref) => [refName(ref), { scope: id, origin: ref.origin }]),
      ),
      bind: (aspect, part) => bindPart(binder, model, aspect, part, scope),
      entityNames: [],
    });
  });

  const resolution: ResolutionAttributes["resolution"] = attribute("resolution", (id, ctx) => {
    const chain = ctx.get(topology.chain, id);
    const parent = chain.at(-2);
    if (parent !== undefined && ctx.get(excludes, id).size === 0) {
      const extended = extend(ctx.get(resolution, parent), ctx.get(own, id), namesOf(id, ctx));
      if (extended !== undefined) return extended;
    }
    return walk(id, chain, ctx);
  });
  const own: ResolutionAttributes["own"] = attribute("own", (id, ctx) => walk(id, [id], ctx));

  return { staticRoots, roots, excludes, resolution, own };
}

/**
 * The aspects of a scope from those of the scope above and its own, where walking again would find just
 * that: nothing above is computed from the scope, or narrowed to it. Undefined where it might not.
 */
function extend(
  above: Resolution,
  own: Resolution,
  names: readonly string[],
): Resolution | undefined {
  for (const { aspect, waitsFor } of above.aspects.values()) {
    if (waitsFor.size > 0 || aspect.parts.some((part) => part.parametric !== undefined))
      return undefined;
    if (aspect.narrowed.size > 0 && names.some((name) => aspect.narrowed.has(name)))
      return undefined;
  }
  if (own.aspects.size === 0 && own.tombstones.length === 0 && own.findings.length === 0)
    return above;
  const aspects = new Map(above.aspects);
  for (const [name, resolved] of own.aspects) {
    const before = aspects.get(name);
    aspects.set(
      name,
      before === undefined
        ? resolved
        : {
            ...before,
            steps: [...new Set([...before.steps, ...resolved.steps])],
            owners: new Set([...before.owners, ...resolved.owners]),
          },
    );
  }
  return {
    aspects,
    tombstones: [...above.tombstones, ...own.tombstones],
    findings: [...new Set([...above.findings, ...own.findings])],
  };
}

/** The aspects that an entity includes by being called like them. */
function selfNames(id: NodeId, kind: string, name: string, userName: string | undefined): string[] {
  switch (kind) {
    case "host":
      return [name];
    case "user":
      return [accountOf(id), name];
    case "home":
      return userName === undefined || userName === name ? [name] : [userName, name];
    default:
      return [];
  }
}

/** A reference that a policy returned, by name or by value. */
export function referenceOf(
  value: unknown,
  model: Model,
  policy: string,
  origin: AspectRef["origin"],
): AspectRef | undefined {
  return readReference(`policy/${policy}`, value, origin, contextOf(model));
}

function contextOf(model: Model): AspectContext {
  return {
    reader: createReader([]),
    classNames: new Set(model.classes.keys()),
    channelNames: new Set(model.channels.keys()),
    namesByValue: model.aspectNames,
  };
}

function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}

/** Runs a parametric part at a scope and reads what it returns as an aspect. */
export function bindPart(
  binder: Binder,
  model: Model,
  aspect: AspectModel,
  part: AspectPart,
  scope: Scope,
): Bound {
  const bound = runPart(binder, model, aspect, part, scope);
  if (!("aspect" in bound) || !bound.readsVars) return bound;
  const before = { part, declares: declaredBy(bound.aspect) };
  return {
    aspect: { ...bound.aspect, parts: bound.aspect.parts.map((one) => ({ ...one, before })) },
  };
}

/** What an aspect declares, by name: all that must be known before its contents are. */
function declaredBy({ parts, includes, excludes }: AspectModel): string {
  const names = parts.map(({ generators, contents }) => [
    [...generators.keys()],
    [...contents.keys()],
  ]);
  return JSON.stringify([names, includes.map(refName), excludes.map(refName)]);
}

/**
 * A part with its contents. One that looked at generated values is run again, now that they can be
 * known: what it includes and generates had to be known first, and must be the same.
 */
export function settledPart(
  binder: Binder,
  model: Model,
  aspect: AspectModel,
  part: AspectPart,
  scope: () => Scope,
): { readonly part: AspectPart } | { readonly finding: Finding } {
  if (part.before === undefined) return { part };
  const bound = runPart(binder, model, aspect, part.before.part, scope());
  if ("finding" in bound) return bound;
  if (!("aspect" in bound)) return { part };
  const [settled] = bound.aspect.parts;
  if (settled !== undefined && declaredBy(bound.aspect) === part.before.declares)
    return { part: settled };
  return {
    finding: problem(
      "DEN_VARS_DECIDE",
      `what the aspect ${aspect.name} declares depends on a generated value`,
      {
        subject: `aspect ${aspect.name}`,
        places: [part.before.part.origin],
        remedy:
          "read the value inside the content of a class: includes, classes and generators must be known before it",
      },
    ),
  };
}

function runPart(
  binder: Binder,
  model: Model,
  aspect: AspectModel,
  part: AspectPart,
  scope: Scope,
): Bound & { readonly readsVars?: boolean } {
  let run = part.parametric;
  let readsVars = false;
  const what = `the aspect ${aspect.name}`;
  // A function may return a function: each is given the same scope.
  for (let depth = 0; run !== undefined && depth < 16; depth += 1) {
    const called = binder.call(run, scope, part.origin, what);
    if ("waitsFor" in called) return called;
    if ("finding" in called) return called;
    readsVars ||= called.readsVars;
    if (typeof called.value === "function") {
      run = called.value as (args: never) => unknown;
      continue;
    }
    const context = contextOf(model);
    const read = readAspect(
      aspect.name,
      aspect.namespace,
      [{ value: called.value, origin: below(part.origin) }],
      context,
    );
    if (isPromise(called.value)) {
      context.reader.report(
        "DEN_WRONG_TYPE",
        `${what} is a function that returns a promise: what it would give is not known in time`,
        part.origin,
        "leave out `async`; await what you need where the file is loaded",
      );
    }
    const [declared] = read.aspect.settings;
    if (declared !== undefined) {
      context.reader.report(
        "DEN_WRONG_TYPE",
        `${what} declares settings inside its function: they must be known before it runs`,
        part.origin,
        "declare the settings in a second declaration of the aspect, as a record beside the function",
      );
    }
    const [finding] = context.reader.findings;
    return finding === undefined ? { aspect: read.aspect, readsVars } : { finding };
  }
  return { aspect: { ...aspect, parts: [], includes: [], excludes: [] } };
}
