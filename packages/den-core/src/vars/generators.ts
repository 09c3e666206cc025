import { type Attribute, attribute, type Context } from "gen-scope";
import type { Origin } from "../diagnostics/origin.ts";
import type { AspectPart, Declared } from "../model/model.ts";
import { entityId, INSTANCE_KIND } from "../model/names.ts";
import { mergedGenerators } from "../model/read-vars.ts";
import { createReader, type Raw } from "../model/reader.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "../pipeline/base.ts";
import type { ResolutionAttributes } from "../pipeline/resolution.ts";
import type { ResolvedAspect } from "../pipeline/resolved.ts";
import { instanceName, roleAspect } from "../services/read-services.ts";

/** A generator as a scope declares it, by itself or through an aspect. */
export interface DeclaredGenerator {
  readonly name: string;
  readonly generator: Raw;
  /** The scope that declares it: the one that is asked, or an instance of a service. */
  readonly node: NodeId;
  /** The aspect that brings it; undefined where the entity itself declares it. */
  readonly aspect: string | undefined;
  readonly origin: Origin;
}

/** What generators are declared over. */
export interface GeneratorInput {
  readonly base: Base;
  readonly resolution: ResolutionAttributes;
}

/** The scope of an instance of a service. */
export function instanceNode(instance: string): NodeId {
  return entityId(INSTANCE_KIND, instance);
}

/** Scopes above machines: what an aspect there makes is made for each machine, unless it says otherwise. */
const ABOVE: ReadonlySet<string> = new Set(["fleet", "environment"]);
const MACHINES: ReadonlySet<string> = new Set(["host", "home"]);

/**
 * Declares the generators of each scope: its own, and those of aspects that it includes. A generator
 * of an aspect lives where the aspect is included; above machines, where one value for all would be
 * a surprise, each machine gets its own. `scope` and `share` say otherwise.
 */
export function declareGenerators(
  input: GeneratorInput,
): Attribute<NodeId, readonly DeclaredGenerator[]> {
  const { base, resolution } = input;
  return attribute("generators", (id, ctx) => {
    const kind = id.slice(0, id.indexOf(":"));
    if (kind === INSTANCE_KIND) return ofInstance(id, base, ctx);
    const found: DeclaredGenerator[] = [];
    const own = entityOf(base, id, ctx).generators;
    for (const [name, { value, origin }] of own) {
      found.push({ name, generator: value, node: id, aspect: undefined, origin });
    }
    for (const aspect of ctx.get(resolution.own, id).aspects.values()) {
      for (const [name, declared] of ofParts(aspect.parts)) {
        const { value, origin } = declared;
        if (ABOVE.has(kind) && !saysWhere(value)) continue;
        found.push(placed(name, value, aspect, id, origin, base, ctx));
      }
    }
    if (!MACHINES.has(kind)) return found.length === 0 ? NOBODY : found;
    for (const aspect of ctx.get(resolution.resolution, id).aspects.values()) {
      // What the machine includes itself is among its own.
      if (aspect.owners.has(id)) continue;
      for (const [name, { value, origin }] of ofParts(aspect.parts)) {
        const computedHere = aspect.waitsFor.size > 0 || isComputed(aspect);
        if (saysWhere(value) && !computedHere) continue;
        found.push(placed(name, value, aspect, id, origin, base, ctx));
      }
    }
    return found.length === 0 ? NOBODY : found;
  });
}

const NOBODY: readonly DeclaredGenerator[] = [];

function saysWhere(generator: Raw): boolean {
  return generator.scope !== undefined || generator.share === true;
}

/** An aspect that is a function of its scope says something new at every scope. */
function isComputed({ aspect }: ResolvedAspect): boolean {
  return aspect.parts.some((part) => part.parametric !== undefined);
}

function placed(
  name: string,
  generator: Raw,
  { aspect }: ResolvedAspect,
  id: NodeId,
  origin: Origin,
  base: Base,
  ctx: Context,
): DeclaredGenerator {
  const common = { name, generator, aspect: aspect.name, origin };
  if (generator.scope !== INSTANCE_KIND) return { ...common, node: id };
  const instance = instanceOfRole(aspect.name, base, ctx);
  // Without an instance the scope is unknown, which the check of all generators tells.
  if (instance === undefined) return { ...common, node: id };
  return { ...common, node: instanceNode(instance) };
}

/** The instance of the service whose role an aspect is. */
export function instanceOfRole(aspect: string, base: Base, ctx: Context): string | undefined {
  const slash = aspect.indexOf("/");
  if (slash < 0) return undefined;
  const one = wholeModel(base, ctx).services.find(
    (known) => instanceName(known) === aspect.slice(0, slash),
  );
  if (one === undefined) return undefined;
  const isRole = one.roles.some((role) => roleAspect(one, role.name) === aspect);
  return isRole ? instanceName(one) : undefined;
}

function ofInstance(id: NodeId, base: Base, ctx: Context): DeclaredGenerator[] {
  const one = wholeModel(base, ctx).services.find(
    (known) => instanceNode(instanceName(known)) === id,
  );
  return [...(one?.generators ?? [])].map(([name, { value, origin }]) => ({
    name,
    generator: value,
    node: id,
    aspect: undefined,
    origin,
  }));
}

const merged = new WeakMap<readonly AspectPart[], ReadonlyMap<string, Declared<Raw>>>();
const NONE: ReadonlyMap<string, Declared<Raw>> = new Map();

/** The generators of an aspect's parts: what several files say of one is merged. */
export function ofParts(parts: readonly AspectPart[]): ReadonlyMap<string, Declared<Raw>> {
  if (parts.every((part) => part.generators.size === 0)) return NONE;
  let known = merged.get(parts);
  if (known === undefined) {
    known = mergedGenerators(
      parts.flatMap((part) => [...part.generators]),
      createReader([]),
    );
    merged.set(parts, known);
  }
  return known;
}
