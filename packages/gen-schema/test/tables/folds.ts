import {
  append,
  byDefault,
  type FoldOptions,
  force,
  type Layer,
  merge,
  prepend,
  replace,
  reset,
  union,
  unset,
  when,
  withPriority,
} from "gen-schema";

/** One field `x` as the layers `a`, `b`, `c`, … say it, weakest first; absent where `undefined`. */
export interface FoldCase {
  readonly name: string;
  /** The property schema of `x`. */
  readonly schema?: object;
  readonly says: readonly unknown[];
  readonly options?: FoldOptions;
  /** What `x` is in the end; `undefined` for nothing. */
  readonly value: unknown;
  /** The deciding layer of `x`, where it is a leaf. */
  readonly by?: string;
  /** What it shadows, strongest first, as `layer: value`. */
  readonly shadows?: readonly string[];
}

export const FOLDS: readonly FoldCase[] = [
  // Replace
  { name: "nothing said", says: [], value: undefined },
  {
    name: "only a default",
    schema: { default: 1 },
    says: [],
    value: 1,
    by: "default",
    shadows: [],
  },
  { name: "one layer", says: [1], value: 1, by: "a", shadows: [] },
  {
    name: "stronger wins",
    schema: { default: 0 },
    says: [1, 2, 3],
    value: 3,
    by: "c",
    shadows: ["b: 2", "a: 1", "default: 0"],
  },
  {
    name: "null is a value",
    schema: { default: 0 },
    says: [null],
    value: null,
    by: "a",
    shadows: ["default: 0"],
  },
  { name: "undefined is nothing said", says: [1, undefined], value: 1, by: "a" },
  { name: "lists are replaced", says: [[1], [2]], value: [2], by: "b", shadows: ["a: [1]"] },
  { name: "false and 0 and empty text win", says: [true, false], value: false, by: "b" },
  { name: "an object replaces a value", says: [1, { k: 2 }], value: { k: 2 } },
  {
    name: "a value replaces an object",
    says: [{ k: 2 }, 1],
    value: 1,
    by: "b",
    shadows: ['a: {"k":2}'],
  },
  { name: "a value between objects resets", says: [{ k: 1 }, 5, { l: 2 }], value: { l: 2 } },
  // Objects
  {
    name: "objects recurse",
    says: [
      { k: 1, l: 1 },
      { l: 2, m: 2 },
    ],
    value: { k: 1, l: 2, m: 2 },
  },
  { name: "deeply", says: [{ k: { l: 1, m: 1 } }, { k: { m: 2 } }], value: { k: { l: 1, m: 2 } } },
  { name: "an empty object stays", says: [{}], value: {}, by: "a" },
  {
    name: "x-fold replace keeps objects whole",
    schema: { "x-fold": "replace" },
    says: [{ k: 1 }, { l: 2 }],
    value: { l: 2 },
    by: "b",
    shadows: ['a: {"k":1}'],
  },
  {
    name: "replace() drops the object below",
    says: [{ k: 1 }, replace({ l: 2 })],
    value: { l: 2 },
  },
  {
    name: "what is above replace() still merges",
    says: [{ k: 1 }, replace({ l: 2 }), { m: 3 }],
    value: { l: 2, m: 3 },
  },
  {
    name: "merge() merges where the schema replaces",
    schema: { "x-fold": "replace" },
    says: [{ k: 1 }, merge({ l: 2 })],
    value: { k: 1, l: 2 },
    by: "b",
  },
  // Lists
  {
    name: "append",
    schema: { "x-fold": "append", default: [0] },
    says: [[1], [2]],
    value: [0, 1, 2],
    by: "b",
    shadows: [],
  },
  {
    name: "prepend",
    schema: { "x-fold": "prepend", default: [0] },
    says: [[1], [2]],
    value: [2, 1, 0],
    by: "b",
  },
  {
    name: "union",
    schema: { "x-fold": "union" },
    says: [
      [1, 2],
      [2, 3],
      [3, 4],
    ],
    value: [1, 2, 3, 4],
  },
  { name: "union of one layer", schema: { "x-fold": "union" }, says: [[1, 1, 2]], value: [1, 2] },
  {
    name: "union of records",
    schema: { "x-fold": "union" },
    says: [[{ a: 1, b: 2 }], [{ b: 2, a: 1 }, { a: 2 }]],
    value: [{ a: 1, b: 2 }, { a: 2 }],
  },
  { name: "append() in one layer", says: [[1], append([2])], value: [1, 2], by: "b", shadows: [] },
  { name: "prepend() in one layer", says: [[1], prepend([2])], value: [2, 1] },
  { name: "union() in one layer", says: [[1, 2], union([2, 3])], value: [1, 2, 3] },
  { name: "append() onto nothing", says: [append([2])], value: [2], by: "a" },
  {
    name: "a plain list above append() replaces",
    says: [[1], append([2]), [3]],
    value: [3],
    shadows: ["b: [2]", "a: [1]"],
  },
  {
    name: "replace() in an append field",
    schema: { "x-fold": "append", default: [0] },
    says: [[1], replace([2]), [3]],
    value: [2, 3],
    shadows: ["a: [1]", "default: [0]"],
  },
  {
    name: "append onto what is no list",
    schema: { "x-fold": "append" },
    says: ["no", [1]],
    value: [1],
    shadows: ['a: "no"'],
  },
  // Priorities
  { name: "force wins from below", says: [force(1), 2], value: 1, by: "a", shadows: ["b: 2"] },
  {
    name: "the last force wins",
    says: [force(1), force(2), 3],
    value: 2,
    by: "b",
    shadows: ["a: 1", "c: 3"],
  },
  {
    name: "byDefault yields from above",
    says: [1, byDefault(2)],
    value: 1,
    by: "a",
    shadows: ["b: 2"],
  },
  {
    name: "byDefault beats the schema's default",
    schema: { default: 0 },
    says: [byDefault(2)],
    value: 2,
    shadows: ["default: 0"],
  },
  {
    name: "numbers order priorities",
    says: [withPriority(10, 1), force(2), 3],
    value: 1,
    shadows: ["b: 2", "c: 3"],
  },
  { name: "the inner priority holds", says: [force(byDefault(1)), 2], value: 2 },
  {
    name: "force on an object is force on its leaves",
    says: [force({ k: 1 }), { k: 2, l: 2 }],
    value: { k: 1, l: 2 },
  },
  {
    name: "byDefault on an object likewise",
    says: [{ k: 1 }, byDefault({ k: 2, l: 2 })],
    value: { k: 1, l: 2 },
  },
  { name: "a forced object over a plain value", says: [force({ k: 1 }), 5], value: { k: 1 } },
  {
    name: "a default list does not add to a plain one",
    schema: { "x-fold": "append" },
    says: [byDefault([1]), [2]],
    value: [2],
    shadows: ["a: [1]"],
  },
  {
    name: "but the schema's default does",
    schema: { "x-fold": "append", default: [0] },
    says: [byDefault([1]), [2]],
    value: [0, 2],
    shadows: ["a: [1]"],
  },
  {
    name: "forced lists add up",
    schema: { "x-fold": "append" },
    says: [force([1]), [2], force([3])],
    value: [1, 3],
    shadows: ["b: [2]"],
  },
  // Unset and reset
  {
    name: "unset removes everything below",
    schema: { default: 0 },
    says: [1, unset()],
    value: undefined,
    by: "b",
    shadows: ["a: 1", "default: 0"],
  },
  { name: "what is above unset stands", says: [1, unset(), 2], value: 2, by: "c" },
  {
    name: "unset starts a list anew",
    schema: { "x-fold": "append", default: [0] },
    says: [[1], unset(), [2]],
    value: [2],
  },
  { name: "unset of a key", says: [{ k: 1, l: 1 }, { k: unset() }], value: { l: 1 } },
  { name: "unset of an object", says: [{ k: 1 }, unset(), { l: 1 }], value: { l: 1 } },
  { name: "a forced unset", says: [force(unset()), 2], value: undefined, by: "a" },
  { name: "a default unset yields", says: [1, byDefault(unset())], value: 1 },
  {
    name: "reset goes back to the default",
    schema: { default: 0 },
    says: [1, reset()],
    value: 0,
    by: "b",
  },
  { name: "reset without a default is nothing", says: [1, reset()], value: undefined },
  {
    name: "reset in a list field",
    schema: { "x-fold": "append", default: [0] },
    says: [[1], reset(), [2]],
    value: [0, 2],
  },
  // Conditions
  { name: "when true", says: [1, when(true, 2)], value: 2 },
  { name: "when false says nothing", says: [1, when(false, 2)], value: 1, by: "a", shadows: [] },
  { name: "when a function", says: [1, when(() => false, 2)], value: 1 },
  {
    name: "when inside a list",
    says: [["a", when(false, "b"), when(true, "c")]],
    value: ["a", "c"],
  },
  { name: "force inside when", says: [when(true, force(1)), 2], value: 1 },
  {
    name: "when on an object",
    says: [{ k: 1 }, when(true, { l: when(false, 2), m: 3 })],
    value: { k: 1, m: 3 },
  },
  // Custom
  {
    name: "a custom strategy by name",
    schema: { "x-fold": "max", default: 5 },
    options: { strategies: { max: (low, high) => Math.max(low as number, high as number) } },
    says: [3, 9, 7],
    value: 9,
    by: "c",
    shadows: [],
  },
  {
    name: "a strategy by path",
    options: { fold: { x: "append" } },
    says: [[1], [2]],
    value: [1, 2],
  },
  {
    name: "a function by path wins over the schema",
    schema: { "x-fold": "replace" },
    options: { fold: { x: (low, high) => `${low}${high}` } },
    says: ["a", "b"],
    value: "ab",
  },
  {
    name: "a star matches any key",
    options: { fold: { "x.*": "append" } },
    says: [{ k: [1], l: [1] }, { k: [2] }],
    value: { k: [1, 2], l: [1] },
  },
  // Defaults below
  {
    name: "defaults fill objects that layers make",
    schema: { type: "object", properties: { p: { default: 1 }, q: { type: "string" } } },
    says: [{ q: "s" }],
    value: { p: 1, q: "s" },
  },
  {
    name: "defaults make an object whole",
    schema: { type: "object", properties: { p: { default: 1 }, q: { type: "string" } } },
    says: [],
    value: { p: 1 },
  },
  {
    name: "but not if something required is missing",
    schema: {
      type: "object",
      required: ["q"],
      properties: { p: { default: 1 }, q: { type: "string" } },
    },
    says: [],
    value: undefined,
  },
  {
    name: "shallow defaults make no object",
    schema: { type: "object", properties: { p: { default: 1 } } },
    options: { defaults: "shallow" },
    says: [],
    value: undefined,
  },
  {
    name: "no defaults at all",
    schema: { default: 1 },
    options: { defaults: "none" },
    says: [],
    value: undefined,
  },
  {
    name: "the default of an object merges",
    schema: { default: { k: 1, l: 1 } },
    says: [{ l: 2 }],
    value: { k: 1, l: 2 },
  },
  {
    name: "defaults in elements of lists",
    schema: { type: "array", items: { type: "object", properties: { p: { default: 1 } } } },
    says: [[{}, { p: 2 }]],
    value: [{ p: 1 }, { p: 2 }],
  },
  {
    name: "defaults in the values of an open map",
    schema: { additionalProperties: { type: "object", properties: { p: { default: 1 } } } },
    says: [{ k: {} }, { l: { p: 2 } }],
    value: { k: { p: 1 }, l: { p: 2 } },
  },
];

const NAMES = ["a", "b", "c", "d"];

/** The layers of a case. */
export function layersOf(says: readonly unknown[]): Layer[] {
  return says.map((value, index) => ({
    name: NAMES[index] ?? String(index),
    origin: { line: index + 1 },
    values: { x: value },
  }));
}
