import type { NodeId } from "../pipeline/base.ts";

/** What nodes of pictures are that are no entities: their ids begin with it. */
const OTHERS: ReadonlySet<string> = new Set([
  "aspect",
  "capability",
  "category",
  "channel",
  "entity",
  "output",
  "policy",
  "setting",
]);

/** The id of an entity's node: the plan's (`host:web1`), unless a kind of the fleet is called like something else. */
export function entityNode(id: NodeId): string {
  return OTHERS.has(id.slice(0, id.indexOf(":"))) ? `entity:${id}` : id;
}

/** The id of an aspect's node, a service's role included: `aspect:nginx`. */
export function aspectNode(name: string): string {
  return `aspect:${name}`;
}

/** `policy:nginx-production`. */
export function policyNode(name: string): string {
  return `policy:${name}`;
}

/** `channel:ports`. */
export function channelNode(name: string): string {
  return `channel:${name}`;
}

/** What aspects provide and require: `capability:http-proxy`. */
export function capabilityNode(name: string): string {
  return `capability:${name}`;
}

/** A group of the catalog: `category:Web`. */
export function categoryGroup(name: string): string {
  return `category:${name}`;
}

/** An output by its flake attribute: `output:nixosConfigurations.web1`. */
export function outputNode(attribute: string): string {
  return `output:${attribute}`;
}

/** A leaf of an aspect's settings: `setting:nginx.port`. */
export function settingNode(aspect: string, path: string): string {
  return `setting:${aspect}.${path}`;
}

/** The id of something that stands once for each of several scopes: `aspect:git at user:alice@web1`. */
export function nodeAt(node: string, scope: NodeId): string {
  return `${node} at ${scope}`;
}
