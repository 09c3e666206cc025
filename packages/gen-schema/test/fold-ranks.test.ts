import {
  append,
  byDefault,
  foldLayers,
  force,
  type Schema,
  SchemaError,
  schemaOf,
  unset,
} from "gen-schema";
import { describe, expect, it } from "vitest";

const schema: Schema = schemaOf({
  type: "object",
  properties: { list: { "x-fold": "append" } },
});

const fold = (
  layers: Parameters<typeof foldLayers>[1],
  options = {},
): ReturnType<typeof foldLayers> => foldLayers(schema, layers, options);

describe("layers of one rank", () => {
  it("that set one leaf to different values are a finding that names both", () => {
    const result = fold([
      { name: "policy b", rank: 2, origin: { file: "b.ts" }, values: { port: 444, same: 1 } },
      { name: "policy a", rank: 2, origin: { file: "a.ts" }, values: { port: 443, same: 1 } },
      { name: "base", rank: 1, values: { port: 80 } },
    ]);
    expect(result.get("port")).toBe(443);
    expect(result.findings()).toMatchObject([
      {
        code: "rank-conflict",
        path: ["port"],
        message: 'Layers of one rank disagree at port: "policy b" says 444, "policy a" says 443',
        definitions: [
          { layer: "policy b", origin: { file: "b.ts" }, value: 444 },
          { layer: "policy a", origin: { file: "a.ts" }, value: 443 },
        ],
      },
    ]);
    expect(() => result.valid()).toThrow(/disagree at port/);
  });

  it("may be settled by a stronger layer, which the finding says", () => {
    const result = fold([
      { name: "a", rank: 1, values: { port: 1 } },
      { name: "b", rank: 1, values: { port: 2 } },
      { name: "host", rank: 2, values: { port: 3 } },
    ]);
    expect(result.findings()).toMatchObject([{ path: ["port"], settledBy: "host" }]);
    expect(result.valid()).toEqual({ port: 3 });
  });

  it.each([
    ["different keys of an object", { o: { a: 1 } }, { o: { b: 2 } }, []],
    ["one key of an object", { o: { a: 1 } }, { o: { a: 2 } }, ["o.a"]],
    ["an object and a value", { o: { a: 1 } }, { o: 2 }, ["o"]],
    ["lists that add up", { list: [1] }, { list: [2] }, []],
    ["lists that replace", { other: [1] }, { other: [2] }, ["other"]],
    ["equal lists", { other: [1, { a: 1 }] }, { other: [1, { a: 1 }] }, []],
    ["adding to a list that replaces", { other: [1] }, { other: append([2]) }, ["other"]],
    ["a value and unset", { x: 1 }, { x: unset() }, ["x"]],
    ["different priorities", { x: 1 }, { x: force(2) }, []],
    ["two defaults", { x: byDefault(1) }, { x: byDefault(2) }, ["x"]],
    ["NaN twice", { x: Number.NaN }, { x: Number.NaN }, []],
  ])("%s", (_, a, b, paths) => {
    const result = fold([
      { name: "a", rank: 1, values: a },
      { name: "b", rank: 1, values: b },
    ]);
    expect(result.findings().map((finding) => finding.path.join("."))).toEqual(paths);
  });

  it("can be made to fail on access, for that leaf only", () => {
    const result = fold(
      [
        { name: "a", rank: 1, values: { x: 1, y: 1 } },
        { name: "b", rank: 1, values: { x: 2 } },
      ],
      { conflicts: "throw" },
    );
    expect(result.get("y")).toBe(1);
    expect(() => result.get("x")).toThrow(SchemaError);
    expect(result.leaf("x")?.layer).toBe("b");
    expect(() => result.toObject()).toThrow(/"a" says 1, "b" says 2/);
  });

  it("are no peers without ranks", () => {
    const result = fold([
      { name: "a", values: { x: 1 } },
      { name: "b", values: { x: 2 } },
    ]);
    expect(result.findings()).toEqual([]);
  });

  it("need a rank each, or none", () => {
    expect(() =>
      fold([
        { name: "a", rank: 1, values: {} },
        { name: "b", values: {} },
      ]),
    ).toThrow(expect.objectContaining({ code: "layer-rank" }));
    expect(() =>
      fold([
        { name: "a", rank: Number.NaN, values: {} },
        { name: "b", rank: 2, values: {} },
      ]),
    ).toThrow(expect.objectContaining({ code: "layer-rank" }));
  });
});

describe("other findings", () => {
  it("a value that its field cannot add to", () => {
    const result = fold([
      { name: "a", origin: 1, values: { list: "no" } },
      { name: "b", values: { list: [1] } },
    ]);
    expect(result.findings()).toMatchObject([
      { code: "strategy-mismatch", layer: "a", origin: 1, expected: "a list", got: '"no"' },
    ]);
  });

  it("a value that cannot add to its field", () => {
    const result = fold([
      { name: "a", values: { list: [1] } },
      { name: "b", origin: 2, values: { list: "no", other: append("text" as never) } },
    ]);
    expect(result.findings().map(({ message }) => message)).toEqual([
      'list cannot append: "b" says "no", which is not a list; it replaces what is below',
      'other cannot append: "b" says "text", which is not a list; it replaces what is below',
    ]);
    expect(result.toObject()).toEqual({ list: "no", other: "text" });
  });

  it("a schema that is not one of objects is refused", () => {
    expect(() => foldLayers(schemaOf({ type: "string" }) as Schema, [])).toThrow(
      expect.objectContaining({ code: "fold-schema" }),
    );
    expect(() => foldLayers(schemaOf({ anyOf: [{ type: "object" }] }), [])).not.toThrow();
  });

  it("an unknown strategy is refused with the nearest name", () => {
    const odd: Schema = schemaOf({ type: "object", properties: { x: { "x-fold": "apend" } } });
    expect(() => foldLayers(odd, [{ name: "a", values: { x: 1 } }]).get("x")).toThrow(
      /called "apend", did you mean "append"/,
    );
  });
});

describe("layers that are no records", () => {
  it.each([[5], ["text"], [[1]], [unset()]])("%s", (values) => {
    const result = fold([{ name: "odd", origin: "o.ts:1", values }]);
    expect(() => result.get("x")).toThrow(
      expect.objectContaining({
        code: "layer-values",
        issues: [expect.objectContaining({ layer: "odd", origin: "o.ts:1" })],
      }),
    );
  });

  it("nothing is an empty record, and a whole layer may be forced", () => {
    const result = fold([
      { name: "a", values: undefined },
      { name: "b", values: null },
      { name: "c", values: force({ x: 1 }) },
      { name: "d", priority: "default", values: { x: 2, y: 2 } },
      { name: "e", when: false, values: { x: 3 } },
    ]);
    expect(result.toObject()).toEqual({ x: 1, y: 2 });
    expect(result.leaf("y")?.priority).toBe(1000);
  });
});
