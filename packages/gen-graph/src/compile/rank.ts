import { type GraphIssue, refuse } from "../error/graph-error.ts";
import { show } from "../error/show.ts";
import type { Key } from "./graph-input.ts";
import { sortStrings } from "./sort-strings.ts";

/** The order of values of different types when no key says otherwise. */
const TYPES = ["undefined", "boolean", "number", "bigint", "string"];

/**
 * The permutation that sorts nodes: `sorted[rank]` is the index of a node. By the code units of
 * `key(node)`; without a key numbers by value, strings by code units, other primitives by type.
 * A function of the set of nodes and the key alone.
 *
 * @throws GraphError `key-missing` (objects without a key), `key-invalid` (not a string),
 * `key-duplicate` (two nodes, one key), each with all culprits.
 */
export function sortByKey<N>(nodes: readonly N[], key?: Key<N>): Uint32Array {
  const values: readonly unknown[] = key === undefined ? nodes : keysOf(nodes, key);
  const sorted = new Uint32Array(values.length);
  for (let i = 0; i < sorted.length; i++) sorted[i] = i;
  const type = commonType(values);
  if (type === "string") sortStrings(values as readonly string[], sorted);
  else {
    if (type === undefined) refuse(keyless(nodes));
    sorted.sort((a, b) => compareValues(values[a], values[b]));
  }
  if (key !== undefined) refuseDuplicates(nodes, values as readonly string[], sorted);
  return sorted;
}

/** Has this value an order of its own: is it a primitive other than a symbol? */
export function orderable(value: unknown): boolean {
  return value === null || TYPES.includes(typeof value);
}

/** `undefined` when some value cannot be ordered, `mixed` when types differ. */
function commonType(values: readonly unknown[]): "string" | "mixed" | undefined {
  let strings = true;
  for (const value of values) {
    if (typeof value === "string") continue;
    strings = false;
    if (!orderable(value)) return undefined;
  }
  return strings ? "string" : "mixed";
}

/** By type, then numbers by value (NaN last) and strings by code units. */
function compareValues(a: unknown, b: unknown): number {
  const [ta, tb] = [typeOf(a), typeOf(b)];
  if (ta !== tb) return ta - tb;
  if (typeof a === "number" && typeof b === "number") {
    return a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  }
  const [x, y] = [a as string, b as string];
  return x < y ? -1 : x > y ? 1 : 0;
}

function typeOf(value: unknown): number {
  return value === null ? -1 : TYPES.indexOf(typeof value);
}

function keyless(nodes: readonly unknown[]): GraphIssue[] {
  return nodes
    .filter((node) => !orderable(node))
    .map((node) => ({
      code: "key-missing",
      message: `The node ${show(node)} is not a string or number and has no key.`,
      remedy: "Pass `key`, so that results do not depend on the order of insertion.",
      culprits: [node],
    }));
}

function keysOf<N>(nodes: readonly N[], key: Key<N>): string[] {
  const issues: GraphIssue[] = [];
  const keys = nodes.map((node) => {
    const value: unknown = key(node);
    if (typeof value !== "string") {
      issues.push({
        code: "key-invalid",
        message: `The key of ${show(node)} is ${value == null ? String(value) : `a ${typeof value}`}.`,
        remedy: "Return a string from `key`.",
        culprits: [node],
      });
    }
    return value as string;
  });
  refuse(issues);
  return keys;
}

function refuseDuplicates<N>(
  nodes: readonly N[],
  keys: readonly string[],
  sorted: Uint32Array,
): void {
  const issues: GraphIssue[] = [];
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [sorted[i - 1] as number, sorted[i] as number];
    if (keys[a] !== keys[b]) continue;
    issues.push({
      code: "key-duplicate",
      message: `Two different nodes have the key ${JSON.stringify(keys[a])}.`,
      remedy: "Give every node a key of its own.",
      culprits: [nodes[a], nodes[b]],
    });
  }
  refuse(issues);
}
