import { append, byDefault, force, prepend, when, withPriority } from "gen-schema";

/** What modules say about an option `x`, and what the module system makes of it. */
export interface ModuleCase {
  readonly name: string;
  /** The type of the option: what the schema is, and what it is called in Nix. */
  readonly type: ModuleType;
  readonly default?: unknown;
  readonly says: readonly unknown[];
  /** The value; `CONFLICT` when reading it is an error; `undefined` when nobody defines it. */
  readonly value: unknown;
}

export type ModuleType = "int" | "str" | "ints" | "map" | "nested";

export const CONFLICT: unique symbol = Symbol("conflict");

/** The schema of each type, and the type in Nix; `nested` is a set of options `a` and `b`. */
export const SCHEMAS: Readonly<Record<ModuleType, object>> = {
  int: { type: "integer" },
  str: { type: "string" },
  ints: { type: "array", items: { type: "integer" } },
  map: { type: "object", additionalProperties: { type: "integer" } },
  nested: {
    type: "object",
    properties: { a: { type: "integer", default: 1 }, b: { type: "array", default: [] } },
  },
};

export const MODULES: readonly ModuleCase[] = [
  { name: "one definition", type: "int", says: [1], value: 1 },
  { name: "equal definitions", type: "int", says: [1, 1], value: 1 },
  { name: "different definitions", type: "int", says: [1, 2], value: CONFLICT },
  { name: "different texts", type: "str", says: ["a", "b"], value: CONFLICT },
  { name: "the default", type: "int", default: 7, says: [], value: 7 },
  { name: "a definition beats the default", type: "int", default: 7, says: [1], value: 1 },
  { name: "mkDefault yields", type: "int", says: [byDefault(1), 2], value: 2 },
  { name: "mkDefault beats the default", type: "int", default: 7, says: [byDefault(1)], value: 1 },
  {
    name: "two mkDefaults conflict",
    type: "int",
    says: [byDefault(1), byDefault(2)],
    value: CONFLICT,
  },
  { name: "mkForce wins, wherever", type: "int", says: [force(1), 2], value: 1 },
  { name: "mkForce settles a conflict", type: "int", says: [1, 2, force(3)], value: 3 },
  { name: "two mkForces conflict", type: "int", says: [force(1), force(2), 3], value: CONFLICT },
  { name: "mkOverride counts", type: "int", says: [withPriority(10, 1), force(2)], value: 1 },
  { name: "mkIf false is not there", type: "int", says: [when(false, 1), 2], value: 2 },
  { name: "mkIf true is", type: "int", says: [when(true, 1), 2], value: CONFLICT },
  { name: "mkIf around mkForce", type: "int", says: [when(true, force(1)), 2], value: 1 },
  { name: "lists concatenate", type: "ints", says: [[1], [2], [3]], value: [1, 2, 3] },
  { name: "a default list is dropped", type: "ints", default: [9], says: [[1]], value: [1] },
  { name: "mkDefault lists are dropped", type: "ints", says: [byDefault([1]), [2]], value: [2] },
  { name: "mkForce lists replace", type: "ints", says: [[1], force([2]), [3]], value: [2] },
  {
    name: "mkForce lists add up",
    type: "ints",
    says: [force([1]), [2], force([3])],
    value: [1, 3],
  },
  { name: "mkBefore", type: "ints", says: [[1], prepend([2]), [3]], value: [2, 1, 3] },
  { name: "mkAfter", type: "ints", says: [append([1]), [2], [3]], value: [2, 3, 1] },
  {
    name: "mkBefore and mkAfter together",
    type: "ints",
    says: [append([1]), prepend([2]), append([3]), [4], prepend([5])],
    value: [2, 5, 4, 1, 3],
  },
  {
    name: "mkIf in a list",
    type: "ints",
    says: [[1, when(false, 2)], [when(true, 3)]],
    value: [1, 3],
  },
  { name: "maps merge", type: "map", says: [{ k: 1 }, { l: 2 }], value: { k: 1, l: 2 } },
  { name: "equal keys of maps", type: "map", says: [{ k: 1 }, { k: 1 }], value: { k: 1 } },
  { name: "conflicting keys of maps", type: "map", says: [{ k: 1 }, { k: 2 }], value: CONFLICT },
  {
    name: "mkForce on a key",
    type: "map",
    says: [{ k: force(1) }, { k: 2, l: 2 }],
    value: { k: 1, l: 2 },
  },
  {
    name: "mkForce on a map drops the others",
    type: "map",
    says: [force({ k: 1 }), { l: 2 }],
    value: { k: 1 },
  },
  {
    name: "mkDefault on a map is dropped",
    type: "map",
    says: [byDefault({ k: 1 }), { l: 2 }],
    value: { l: 2 },
  },
  {
    name: "the default of a map is dropped",
    type: "map",
    default: { z: 1 },
    says: [{ l: 2 }],
    value: { l: 2 },
  },
  { name: "mkIf on a key", type: "map", says: [{ k: when(false, 1), l: 1 }], value: { l: 1 } },
  {
    name: "options merge",
    type: "nested",
    says: [{ a: 5 }, { b: [2] }, { b: [3] }],
    value: { a: 5, b: [2, 3] },
  },
  { name: "options have defaults", type: "nested", says: [], value: { a: 1, b: [] } },
  {
    name: "mkForce on options goes to each",
    type: "nested",
    says: [force({ a: 5 }), { a: 6, b: [1] }],
    value: { a: 5, b: [1] },
  },
  {
    name: "mkDefault on options goes to each",
    type: "nested",
    says: [byDefault({ a: 5, b: [5] }), { a: 6 }],
    value: { a: 6, b: [5] },
  },
  { name: "a conflict in an option", type: "nested", says: [{ a: 5 }, { a: 6 }], value: CONFLICT },
];
