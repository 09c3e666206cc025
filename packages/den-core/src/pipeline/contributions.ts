import { type Attribute, attribute, type Context } from "gen-scope";
import { isHostClass } from "../classes/builtin.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import type { AspectPart, ClassModel, Declared } from "../model/model.ts";
import { isRecord } from "../model/reader.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import type { Binder, BoundContent } from "./bind-content.ts";
import { type ResolutionAttributes, settledPart } from "./resolution.ts";
import type { ResolvedAspect } from "./resolved.ts";
import type { Scope } from "./scope.ts";
import type { Topology } from "./topology.ts";

/** One piece of content that landed at a scope. */
export interface Contribution {
  readonly aspect: string;
  readonly class: string;
  readonly content: BoundContent;
  readonly origin: Origin;
  /** Where else the same content is declared: by another aspect that is equal here. */
  readonly also?: readonly Origin[];
  /** Attribute names around the content, for classes whose content is taken apart by name. */
  readonly at: readonly string[];
  /** The scopes at which it was computed: the landing scope, or ones below that it came up from. */
  readonly from: readonly NodeId[];
}

/** Everything that landed at a scope for one class. */
export interface Landed {
  readonly contributions: readonly Contribution[];
  readonly findings: readonly Finding[];
}

/** What content lands where. */
export interface ContributionAttributes {
  readonly landed: Attribute<NodeId, Landed, string>;
  /** Content of a class at a scope and below it, wherever that class lands: what policies move. */
  readonly gathered: Attribute<NodeId, Landed, string>;
}

/** What contributions are declared over. */
export interface ContributionInput {
  readonly base: Base;
  readonly topology: Topology;
  readonly resolution: ResolutionAttributes;
  readonly binder: Binder;
  /** The scope that an aspect's content sees at a node: with that aspect's settings. */
  readonly contentScope: (id: NodeId, aspect: string, ctx: Context) => Scope;
}

function kindOf(id: NodeId): string {
  return id.slice(0, id.indexOf(":"));
}

/** The nearest scope at or above `chain`'s end at which content of a class lands. */
export function landingAbove(
  chain: readonly NodeId[],
  kinds: readonly string[],
): NodeId | undefined {
  for (let index = chain.length - 1; index >= 0; index -= 1) {
    const node = chain[index] as NodeId;
    if (kinds.includes(kindOf(node))) return node;
  }
  return undefined;
}

/** Declares what lands where. */
export function declareContributions(input: ContributionInput): ContributionAttributes {
  const { base, topology, resolution, binder } = input;

  const landed: ContributionAttributes["landed"] = attribute(
    "landed",
    (id: NodeId, ctx: Context, className: string) => {
      const known = wholeModel(base, ctx).classes.get(className);
      if (known === undefined || !takes(id, known, ctx)) return NOTHING;
      return collectAt(id, className, known.kinds, ctx);
    },
  );

  const gathered: ContributionAttributes["gathered"] = attribute(
    "gathered",
    (id: NodeId, ctx: Context, className: string) => collectAt(id, className, [kindOf(id)], ctx),
  );

  const collectAt = (
    id: NodeId,
    className: string,
    kinds: readonly string[],
    ctx: Context,
  ): Landed => {
    const collected = collector(className);
    const chain = ctx.get(topology.chain, id);
    // From here and above: content that has no landing further up comes down.
    for (const aspect of ctx.get(resolution.resolution, id).aspects.values()) {
      const landsHere = [...aspect.owners].some((owner) => {
        const up = landingAbove(chain.slice(0, chain.indexOf(owner) + 1), kinds);
        return up === id || up === undefined;
      });
      if (landsHere) fromAspect(id, aspect, className, collected, ctx);
    }
    // From below: content whose nearest landing is here comes up.
    for (const child of ctx.get(topology.children, id))
      fromBelow(child, className, kinds, collected, ctx);
    return collected.done();
  };

  const fromBelow = (
    below: NodeId,
    className: string,
    kinds: readonly string[],
    into: Collector,
    ctx: Context,
  ): void => {
    if (kinds.includes(kindOf(below))) return;
    for (const aspect of ctx.get(resolution.own, below).aspects.values()) {
      fromAspect(below, aspect, className, into, ctx);
    }
    for (const child of ctx.get(topology.children, below))
      fromBelow(child, className, kinds, into, ctx);
  };

  /** Content of one aspect at one scope, and of what in it waits for a kind below. */
  const fromAspect = (
    id: NodeId,
    aspect: ResolvedAspect,
    className: string,
    into: Collector,
    ctx: Context,
  ): void => {
    const waiting = new Map<string, AspectPart[]>();
    let made: Scope | undefined;
    // Only functions need a scope.
    const scope = (): Scope => {
      made ??= input.contentScope(id, aspect.aspect.name, ctx);
      return made;
    };
    for (const part of aspect.parts) {
      const declared = contentOf(part, aspect, className, scope, into, ctx);
      if (declared === undefined) continue;
      for (const kind of bindInto(declared, scope, aspect.aspect.name, className, id, into)) {
        waiting.set(kind, [...(waiting.get(kind) ?? []), part]);
      }
    }
    const kinds = new Set([...waiting.keys(), ...aspect.waitsFor]);
    for (const kind of kinds) {
      for (const node of descendants(id, kind, ctx)) {
        const resolved = ctx.get(resolution.resolution, node).aspects.get(aspect.aspect.name);
        if (resolved === undefined) continue;
        for (const part of resolved.parts) {
          const isNew = !aspect.parts.includes(part) || waiting.get(kind)?.includes(part) === true;
          const there = (): Scope => input.contentScope(node, aspect.aspect.name, ctx);
          const declared = isNew ? contentOf(part, aspect, className, there, into, ctx) : undefined;
          if (declared === undefined) continue;
          bindInto(declared, there, aspect.aspect.name, className, node, into);
        }
      }
    }
  };

  /** Content of a part, with generated values where it was computed from them. */
  const contentOf = (
    part: AspectPart,
    { aspect }: ResolvedAspect,
    className: string,
    scope: () => Scope,
    into: Collector,
    ctx: Context,
  ): Declared<unknown> | undefined => {
    const declared = part.contents.get(className);
    if (declared === undefined) return undefined;
    const settled = settledPart(binder, wholeModel(base, ctx), aspect, part, scope);
    if ("part" in settled) return settled.part.contents.get(className);
    const { finding } = settled;
    into.findings.push({ ...finding, places: [...(finding.places ?? []), declared.origin] });
    return undefined;
  };

  /** Binds one piece of content (or each named part of it); returns the kinds that it waits for. */
  const bindInto = (
    declared: Declared<unknown>,
    scope: () => Scope,
    aspect: string,
    className: string,
    from: NodeId,
    into: Collector,
  ): string[] =>
    pieces(className, declared).flatMap(({ piece, at }) => {
      const bound = binder.bind(
        piece,
        scope,
        `the aspect ${aspect}, class ${className},`,
        className,
      );
      if ("waitsFor" in bound) return [bound.waitsFor];
      if ("finding" in bound) into.findings.push(bound.finding);
      else {
        const wrong = notContent(bound.content.value);
        if (wrong === undefined) into.add(aspect, bound.content, piece.origin, at, from);
        else {
          into.findings.push(
            problem(
              "DEN_CONTENT_INVALID",
              `the ${className} content of aspect ${aspect} is ${wrong}, not a record or a Nix expression`,
              {
                subject: `aspect ${aspect}`,
                places: [piece.origin],
                remedy: 'write a record, or name a file with nix.file("./x.nix")',
              },
            ),
          );
        }
      }
      return [];
    });

  const descendants = (id: NodeId, kind: string, ctx: Context): NodeId[] => {
    const found: NodeId[] = [];
    const stack = [...ctx.get(topology.children, id)].reverse();
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (kindOf(next) === kind) found.push(next);
      else stack.push(...[...ctx.get(topology.children, next)].reverse());
    }
    return found;
  };

  /** Whether a scope takes content of a class: by its kind, and for a host by the host's class. */
  const takes = (id: NodeId, known: ClassModel, ctx: Context): boolean => {
    if (!known.kinds.includes(kindOf(id))) return false;
    if (kindOf(id) !== "host" || !["nixos", "darwin", "os"].includes(known.name)) return true;
    return isHostClass(known.name, entityOf(base, id, ctx).class ?? "");
  };

  return { landed, gathered };
}

/** Classes whose records hold things by name, each of which may be a function of its own. */
const NAMED: ReadonlySet<string> = new Set(["packages", "apps"]);

function pieces(
  className: string,
  declared: Declared<unknown>,
): { readonly piece: Declared<unknown>; readonly at: readonly string[] }[] {
  if (!NAMED.has(className) || !isRecord(declared.value)) return [{ piece: declared, at: [] }];
  return Object.entries(declared.value).map(([name, value]) => ({
    piece: { value, origin: below(declared.origin, name) },
    at: [name],
  }));
}

/** What a value is that cannot be content of any class; undefined for one that can. */
function notContent(value: unknown): string | undefined {
  if (typeof value === "function" || isRecord(value)) return undefined;
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

const NOTHING: Landed = { contributions: [], findings: [] };

interface Collector {
  readonly findings: Finding[];
  add(
    aspect: string,
    content: BoundContent,
    origin: Origin,
    at: readonly string[],
    from: NodeId,
  ): void;
  done(): Landed;
}

/** Collects contributions; the same content from several scopes is one contribution. */
function collector(className: string): Collector {
  const found = new Map<
    BoundContent,
    { aspect: string; origin: Origin; also: Origin[]; at: readonly string[]; from: NodeId[] }
  >();
  const findings: Finding[] = [];
  return {
    findings,
    add(aspect, content, origin, at, from) {
      const known = found.get(content);
      if (known === undefined) {
        found.set(content, { aspect, origin, also: [], at, from: [from] });
        return;
      }
      if (!known.from.includes(from)) known.from.push(from);
      if (known.origin !== origin && !known.also.includes(origin)) known.also.push(origin);
    },
    done: () => ({
      contributions: [...found].map(([content, { also, ...rest }]) => ({
        ...rest,
        ...(also.length === 0 ? {} : { also }),
        class: className,
        content,
      })),
      findings,
    }),
  };
}
