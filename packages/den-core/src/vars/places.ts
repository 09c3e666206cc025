import { type Attribute, attribute, type Context } from "gen-scope";
import {
  type CheckedPlaces,
  type Declaration,
  type GeneratorInput,
  type ModelInput,
  type NormalizedGenerators,
  placeVars,
  type ScopeNode,
  type VisibilityEdge,
} from "gen-vars";
import { originText } from "../diagnostics/origin.ts";
import { entityId, INSTANCE_KIND } from "../model/names.ts";
import { isRecord } from "../model/reader.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "../pipeline/base.ts";
import type { ResolutionAttributes } from "../pipeline/resolution.ts";
import type { Topology } from "../pipeline/topology.ts";
import { instanceName, roleAspect } from "../services/read-services.ts";
import { type DeclaredGenerator, instanceNode } from "./generators.ts";

/** What the places of generators are computed from. */
export interface PlacesInput {
  readonly base: Base;
  readonly topology: Topology;
  readonly resolution: ResolutionAttributes;
  readonly generators: Attribute<NodeId, readonly DeclaredGenerator[]>;
}

/** Where generators live. */
export interface PlacesAttributes {
  /**
   * The generators around a scope: of its machine, what is above and below that, and the instances of
   * services that it takes part in. It costs one machine, however large the fleet is.
   */
  readonly around: Attribute<NodeId, CheckedPlaces>;
  /** Those of the whole fleet, as the input of gen-vars; of any scope. */
  readonly whole: Attribute<NodeId, ModelInput>;
}

const MACHINES: ReadonlySet<string> = new Set(["host", "home"]);

/** Most machines of most fleets: one answer for all of them. */
const NOTHING: CheckedPlaces = placeVars({ scopes: [], declarations: [] });

/** Declares where generators live. */
export function declarePlaces(input: PlacesInput): PlacesAttributes {
  const { base, topology } = input;
  const normalized: NormalizedGenerators = new Map();

  const around: PlacesAttributes["around"] = attribute("varsAround", (id, ctx) => {
    const chain = ctx.get(topology.chain, id);
    const machine = chain.find((node) => MACHINES.has(kindOf(node)));
    if (machine !== undefined && machine !== id) return ctx.get(around, machine);
    const nodes = [...chain, ...(machine === undefined ? [] : below(machine, input, ctx))];
    const instances = machine === undefined ? [] : instancesOf(machine, input, ctx);
    const { declarations, ...rest } = modelInput(nodes, instances, input, ctx);
    return declarations.length === 0 ? NOTHING : placeVars({ ...rest, declarations, normalized });
  });

  const whole: PlacesAttributes["whole"] = attribute("varsOfFleet", (_id, ctx) => {
    const model = wholeModel(base, ctx);
    const fleet = entityId("fleet", model.name);
    const nodes = [fleet, ...below(fleet, input, ctx)];
    return { ...modelInput(nodes, model.services.map(instanceName), input, ctx), normalized };
  });

  return { around, whole };
}

function kindOf(id: NodeId): string {
  return id.slice(0, id.indexOf(":"));
}

function below(id: NodeId, { topology }: PlacesInput, ctx: Context): NodeId[] {
  const found: NodeId[] = [];
  const stack = [...ctx.get(topology.children, id)].reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    found.push(next);
    stack.push(...[...ctx.get(topology.children, next)].reverse());
  }
  return found;
}

/** The instances of services in which a host plays a role. */
function instancesOf(host: NodeId, { base, resolution }: PlacesInput, ctx: Context): string[] {
  const { services } = wholeModel(base, ctx);
  if (services.length === 0) return [];
  const { aspects } = ctx.get(resolution.resolution, host);
  return services
    .filter((one) => one.roles.some((role) => aspects.has(roleAspect(one, role.name))))
    .map(instanceName);
}

function modelInput(
  ids: readonly NodeId[],
  instances: readonly string[],
  input: PlacesInput,
  ctx: Context,
): ModelInput {
  const { base, topology, generators } = input;
  const model = wholeModel(base, ctx);
  const scopes: ScopeNode[] = ids.map((id) => {
    const parent = ctx.get(topology.parent, id);
    const { kind, name } = entityOf(base, id, ctx);
    return { id, kind, name, ...(parent === undefined ? {} : { parent }) };
  });
  const fleet = entityId("fleet", model.name);
  const edges: VisibilityEdge[] = [];
  for (const instance of instances) {
    scopes.push({
      id: instanceNode(instance),
      kind: INSTANCE_KIND,
      name: instance,
      parent: fleet,
    });
  }
  const hosts = instances.length === 0 ? [] : ids.filter((id) => kindOf(id) === "host");
  for (const host of hosts) {
    for (const instance of instancesOf(host, input, ctx)) {
      const to = instanceNode(instance);
      edges.push({ from: host, to, access: "all", label: `member of ${instance}` });
    }
  }
  const declared = scopes.flatMap(({ id }) => [...ctx.get(generators, id)]);
  edges.push(...namedEdges(declared, scopes));
  const declarations = declared.map(
    (one): Declaration => ({
      node: one.node,
      name: one.name,
      generator: one.generator as GeneratorInput,
      origin: originText(one.origin),
    }),
  );
  return { scopes, edges, declarations, kinds: [...model.kinds.keys(), INSTANCE_KIND] };
}

/** A dependency that names another scope is the edge by which that scope's public files are seen. */
function namedEdges(
  declared: readonly DeclaredGenerator[],
  scopes: readonly ScopeNode[],
): VisibilityEdge[] {
  const found = new Map<string, VisibilityEdge>();
  let byName: Map<string, string> | undefined;
  for (const { node, name, generator } of declared) {
    const { dependencies } = generator;
    const list = Array.isArray(dependencies) ? dependencies : Object.values(dependencies ?? {});
    for (const dependency of list) {
      if (!isRecord(dependency) || typeof dependency.node !== "string") continue;
      byName ??= new Map(
        scopes.flatMap((one) => [
          [one.name ?? one.id, one.id],
          [one.id, one.id],
        ]),
      );
      const to = byName.get(dependency.node);
      if (to === undefined || to === node) continue;
      found.set(`${node}\0${to}`, { from: node, to, access: "public", label: `${name} names it` });
    }
  }
  return [...found.values()];
}
