import fc from "fast-check";
import {
  append,
  byDefault,
  foldLayers,
  force,
  type Layer,
  merge,
  prepend,
  replace,
  type Schema,
  schemaOf,
  union,
  unset,
  when,
  withPriority,
} from "gen-schema";
import { describe, expect, it } from "vitest";
import { ABSENT, fieldObvious, foldObvious, type Spec } from "./oracle.ts";

const numRuns = process.env.SLOW === "1" ? 5000 : 400;
const KEYS = ["k", "l", "__proto__", "constructor"];

const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("s", null, true));
const list = fc.array(scalar, { maxLength: 3 });
const fold = fc.constantFrom(undefined, "replace", "append", "prepend", "union", "merge");

const specOf = (inner: fc.Arbitrary<Spec>): fc.Arbitrary<Spec> =>
  fc
    .record({
      fold,
      fields: fc.dictionary(fc.constantFrom(...KEYS), inner, { maxKeys: 2, noNullPrototype: true }),
    })
    .map(({ fold, fields }) => ({ ...(fold === undefined ? {} : { fold }), fields }));
const spec = specOf(specOf(specOf(fc.constant({}))));

/** Values with marks anywhere. */
const marked = fc.letrec<{ value: unknown; bare: unknown }>((tie) => ({
  bare: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    list,
    fc.dictionary(fc.constantFrom(...KEYS), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 5, arbitrary: tie("bare") },
    { weight: 1, arbitrary: fc.constant(unset()) },
    { weight: 1, arbitrary: list.map((value) => append(value)) },
    { weight: 1, arbitrary: list.map((value) => prepend(value)) },
    { weight: 1, arbitrary: list.map((value) => union(value)) },
    { weight: 1, arbitrary: tie("bare").map((value) => replace(value)) },
    { weight: 1, arbitrary: tie("bare").map((value) => merge(value as object)) },
    { weight: 1, arbitrary: tie("bare").map((value) => when(true, value)) },
  ),
})).value;

const record = fc.dictionary(fc.constantFrom(...KEYS), marked, {
  maxKeys: 3,
  noNullPrototype: true,
});

function schemaFor(root: Spec): Schema {
  const json = (item: Spec): object => ({
    ...(item.fold === undefined ? {} : { "x-fold": item.fold }),
    ...(item.default === undefined ? {} : { default: item.default }),
    ...(item.fields === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(item.fields).map(([key, value]) => [key, json(value)]),
          ),
        }),
  });
  const { fold: _, ...rest } = root;
  return schemaOf({ type: "object", ...json(rest) });
}

const layersFrom = (records: readonly unknown[]): Layer[] =>
  records.map((values, index) => ({ name: `layer ${index}`, origin: index, values }));

/** What the leaves add up to. */
function rebuilt(leaves: readonly { path: readonly string[]; value: unknown }[]): unknown {
  const result = {};
  for (const { path, value } of leaves) {
    let at: object = result;
    path.forEach((key, index) => {
      const known = Object.getOwnPropertyDescriptor(at, key)?.value;
      const next = index === path.length - 1 ? value : (known ?? {});
      Object.defineProperty(at, key, {
        value: next,
        enumerable: true,
        writable: true,
        configurable: true,
      });
      at = next as object;
    });
  }
  return result;
}

describe("folding", () => {
  it("equals laying one layer over the other", () => {
    fc.assert(
      fc.property(spec, fc.array(record, { maxLength: 4 }), (root, records) => {
        const whole = { ...root, fold: "merge" };
        const result = foldLayers(schemaFor(whole), layersFrom(records));
        expect(result.toObject()).toEqual(foldObvious(whole, records));
      }),
      { numRuns },
    );
  });

  it("has one leaf for every value, and reading them in any order changes nothing", () => {
    fc.assert(
      fc.property(spec, fc.array(record, { maxLength: 4 }), (root, records) => {
        const schema = schemaFor(root);
        const result = foldLayers(schema, layersFrom(records));
        const leaves = result.leaves();
        expect(rebuilt(leaves)).toEqual(result.toObject());
        const other = foldLayers(schema, layersFrom(records));
        for (const leaf of [...leaves].reverse()) {
          expect(other.leaf(leaf.path)).toEqual(leaf);
          expect(other.get(leaf.path)).toEqual(leaf.value);
          expect(leaf.present).toBe(true);
          const says = leaf.contributions.at(-1);
          expect([leaf.layer, leaf.origin]).toEqual([says?.layer, says?.origin]);
        }
      }),
      { numRuns },
    );
  });

  it("may fold any number of the weakest layers first", () => {
    fc.assert(
      fc.property(
        spec,
        fc.array(record, { minLength: 1, maxLength: 4 }),
        fc.nat(4),
        (root, records, cut) => {
          const schema = schemaFor(root);
          const all = foldLayers(schema, layersFrom(records)).toObject();
          const first = foldLayers(schema, layersFrom(records.slice(0, cut))).toObject();
          const rest = [first, ...records.slice(cut)];
          expect(foldLayers(schema, layersFrom(rest)).toObject()).toEqual(all);
        },
      ),
      { numRuns },
    );
  });

  it("does not depend on the order of layers that have ranks, nor on names", () => {
    fc.assert(
      fc.property(
        spec,
        fc.array(record, { maxLength: 4 }).chain((records) => {
          const ranked = records.map((values, rank) => ({ name: `n${rank}`, rank, values }));
          return fc.tuple(
            fc.constant(ranked),
            fc.shuffledSubarray(ranked, { minLength: records.length }),
          );
        }),
        (root, [ordered, shuffled]) => {
          const schema = schemaFor(root);
          const result = foldLayers(schema, shuffled);
          expect(result.leaves()).toEqual(foldLayers(schema, ordered).leaves());
          const anonymous = ordered.map(({ values }) => ({ name: "x", values }));
          expect(foldLayers(schema, anonymous).toObject()).toEqual(result.toObject());
        },
      ),
      { numRuns },
    );
  });
});

const said = fc.oneof(
  { weight: 3, arbitrary: list as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: scalar as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.constant(undefined) as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.constant(unset()) as fc.Arbitrary<unknown> },
);
const strong = fc
  .tuple(said, fc.constantFrom("plain", "plain", "force", "default", 77))
  .map(([value, priority]) => {
    if (priority === "plain" || value === undefined) return value;
    if (priority === "force") return force(value);
    return priority === "default" ? byDefault(value) : withPriority(priority as number, value);
  });

describe("one field with priorities", () => {
  const field = fc.record({ fold, default: fc.option(list, { nil: undefined }) });

  it("equals those of the strongest priority over the default, and accounts for every definition", () => {
    fc.assert(
      fc.property(field, fc.array(strong, { maxLength: 5 }), (raw, says) => {
        const spec = Object.fromEntries(
          Object.entries(raw).filter(([, value]) => value !== undefined),
        );
        const schema = schemaFor({ fields: { x: spec } });
        const result = foldLayers(schema, layersFrom(says.map((x) => ({ x }))));
        const expected = fieldObvious(spec, says);
        expect(result.toObject()).toEqual(expected === ABSENT ? {} : { x: expected });
        const leaf = result.leaf("x");
        const count =
          says.filter((value) => value !== undefined).length + ("default" in spec ? 1 : 0);
        const unsets = leaf !== undefined && !leaf.present ? 1 : 0;
        const known = (leaf?.contributions.length ?? 0) + (leaf?.shadowed.length ?? 0) + unsets;
        expect(known).toBe(count);
      }),
      { numRuns },
    );
  });

  it("lets the first shadowed definition take over when the deciding one goes", () => {
    fc.assert(
      fc.property(fc.array(strong, { minLength: 1, maxLength: 5 }), (says) => {
        const schema = schemaFor({ fields: { x: { fold: "replace", default: [9] } } });
        const leaf = foldLayers(schema, layersFrom(says.map((x) => ({ x })))).leaf("x");
        if (leaf === undefined || leaf.layer === "default") return;
        const without = says.map((x, index) => (index === leaf.origin ? {} : { x }));
        const next = foldLayers(schema, layersFrom(without)).leaf("x");
        const [heir] = leaf.shadowed;
        expect([next?.layer, next?.value, next?.priority]).toEqual([
          heir?.layer,
          heir?.value,
          heir?.priority,
        ]);
      }),
      { numRuns },
    );
  });
});
