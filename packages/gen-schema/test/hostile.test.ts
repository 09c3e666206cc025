import {
  append,
  canonical,
  diffSchemas,
  foldLayers,
  lazy,
  type Schema,
  SchemaError,
  schemaOf,
  showPath,
  toJsonSchema,
  toMarkdown,
  toTypeScript,
  union,
  validate,
  withDefaults,
} from "gen-schema";
import { describe, expect, it } from "vitest";

const ODD = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "a.b",
  "",
  "0",
  "length",
  "then",
];
const open: Schema = schemaOf({ type: "object" });
const record = (value: (key: string) => unknown): Record<string, unknown> =>
  JSON.parse(
    `{${ODD.map((key) => `${JSON.stringify(key)}:${JSON.stringify(value(key))}`).join()}}`,
  );

function deep(levels: number, inner: unknown = 1): unknown {
  let value = inner;
  for (let index = 0; index < levels; index++) value = { a: value };
  return value;
}

function endless(): Record<string, unknown> {
  const value: Record<string, unknown> = { x: 1 };
  value.self = value;
  return value;
}

describe("odd keys", () => {
  it("are keys like others in values", () => {
    const result = foldLayers(open, [
      { name: "a", values: record((key) => `a ${key}`) },
      { name: "b", values: JSON.parse('{"__proto__": {"polluted": true}, "constructor": "b"}') },
    ]);
    expect(result.get(["constructor"])).toBe("b");
    expect(result.get(["a.b"])).toBe("a a.b");
    expect(result.leaf(["__proto__", "polluted"])?.layer).toBe("b");
    expect(Object.getOwnPropertyNames(result.toObject() as object).sort()).toEqual([...ODD].sort());
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("are not there unless somebody wrote them", () => {
    const result = foldLayers(open, [{ name: "a", values: { x: 1 } }]);
    for (const key of ODD) {
      expect(result.get([key])).toBeUndefined();
      expect(result.has([key])).toBe(false);
      expect(result.leaf([key])).toBeUndefined();
    }
    expect(result.get(["x", "toFixed"])).toBeUndefined();
  });

  it("are declared, required and refused like others in schemas", () => {
    const properties = record(() => ({ type: "integer" }));
    const schema: Schema = schemaOf({
      type: "object",
      properties,
      required: ODD,
      additionalProperties: false,
    });
    expect(validate(schema, {}).map(({ code, path }) => [code, path[0]])).toEqual(
      ODD.map((key) => ["missing", key]),
    );
    expect(
      validate(
        schema,
        record(() => 1),
      ),
    ).toEqual([]);
    expect(
      validate(
        schema,
        record(() => "x"),
      )
        .map(({ path }) => path[0])
        .sort(),
    ).toEqual([...ODD].sort());
    const closed: Schema = schemaOf({
      type: "object",
      properties: { x: {} },
      additionalProperties: false,
    });
    expect(
      validate(
        closed,
        record(() => 1),
      ),
    ).toHaveLength(ODD.length);
  });

  it("have defaults and folds", () => {
    const schema: Schema = schemaOf({
      type: "object",
      properties: JSON.parse(
        '{"__proto__": {"default": [1], "x-fold": "append"}, "toString": {"default": 2}}',
      ),
    });
    const result = foldLayers(schema, [{ name: "a", values: JSON.parse('{"__proto__": [2]}') }]);
    expect(result.get(["__proto__"])).toEqual([1, 2]);
    expect(result.get("toString")).toBe(2);
    expect(Object.entries(withDefaults(schema, {}) as object)).toEqual([
      ["__proto__", [1]],
      ["toString", 2],
    ]);
  });

  it("are written out", () => {
    const schema: Schema = schemaOf({
      type: "object",
      properties: record(() => ({ type: "integer" })),
    });
    expect(Object.keys((toJsonSchema(schema) as { properties: object }).properties)).toContain(
      "__proto__",
    );
    expect(toTypeScript(schema)).toContain('  "a.b"?: number;');
    expect(toMarkdown(schema)).toContain('`["a.b"]`');
    expect(diffSchemas(schema, open).verdict).toBe("backward");
  });
});

describe("values without end or bottom", () => {
  it("a layer that contains itself is named", () => {
    const result = foldLayers(open, [{ name: "odd", origin: "o.ts:1", values: { a: endless() } }]);
    expect(result.get("a.self.self.x")).toBe(1);
    for (const read of [() => result.toObject(), () => result.leaves(), () => result.validate()]) {
      expect(read).toThrow(
        expect.objectContaining({
          code: "value-endless",
          issues: [expect.objectContaining({ layer: "odd", origin: "o.ts:1" })],
        }),
      );
    }
  });

  it("a list that contains itself is kept, and refused by validation of its elements", () => {
    const list: unknown[] = [1];
    list.push(list);
    const result = foldLayers(open, [{ name: "a", values: { list } }]);
    const copy = (result.toObject() as { list: unknown[] }).list;
    expect(copy[1]).toBe(copy);
    expect(copy).not.toBe(list);
    const schema: Schema = schemaOf({
      type: "object",
      properties: { list: { $ref: "#/$defs/list" } },
      $defs: {
        list: { type: "array", items: { anyOf: [{ type: "integer" }, { $ref: "#/$defs/list" }] } },
      },
    });
    expect(validate(schema, { list })).toMatchObject([
      { code: "value-endless", path: ["list", "1"] },
    ]);
  });

  it("deep values are folded, copied and compared without recursion", () => {
    const result = foldLayers(open, [
      { name: "a", rank: 1, values: deep(20_000) as object },
      { name: "b", rank: 1, values: deep(20_000) as object },
    ]);
    expect(result.leaves()).toHaveLength(1);
    expect(result.findings()).toEqual([]);
    expect(canonical(result.toObject())).toBe(canonical(deep(20_000)));
    const atomic: Schema = schemaOf({ type: "object", properties: { x: { "x-fold": "replace" } } });
    const whole = foldLayers(atomic, [
      { name: "a", rank: 1, values: { x: deep(50_000) } },
      { name: "b", rank: 1, values: { x: deep(50_000, 2) } },
    ]);
    expect(whole.findings()).toHaveLength(1);
  });

  it("too deep for validation is an issue, not an overflow", () => {
    const schema: Schema = schemaOf({ type: "object", properties: { a: { $ref: "#" } } });
    expect(validate(schema, deep(100_000))).toMatchObject([{ code: "value-deep" }]);
    expect(validate(schema, endless())).toEqual([]);
    const self: Schema = schemaOf({
      type: "object",
      additionalProperties: { anyOf: [{ type: "integer" }, { $ref: "#" }] },
    });
    expect(validate(self, endless())).toMatchObject([{ code: "value-endless", path: ["self"] }]);
  });

  it("schemas without end or bottom are refused", () => {
    const schema: Record<string, unknown> = { type: "object" };
    schema.properties = { self: schema };
    expect(() => schemaOf(schema)).toThrow(
      expect.objectContaining({
        code: "schema-endless",
        issues: [expect.objectContaining({ path: ["properties", "self"] })],
      }),
    );
    let nested: object = { type: "integer" };
    for (let index = 0; index < 100_000; index++) nested = { type: "array", items: nested };
    expect(() => schemaOf(nested)).toThrow(expect.objectContaining({ code: "schema-deep" }));
    const shared = { type: "integer" } as const;
    expect(schemaOf({ a: shared, b: shared }).json).toMatchObject({ properties: { b: shared } });
  });
});

describe("large values", () => {
  it("lists of 200,000 elements", () => {
    const list = Array.from({ length: 200_000 }, (_, index) => index);
    const schema: Schema = schemaOf({
      type: "object",
      properties: { x: { "x-fold": "append" }, y: { "x-fold": "union" } },
    });
    const result = foldLayers(schema, [
      { name: "a", values: { x: list, y: list } },
      { name: "b", values: { x: append(list), y: union(list) } },
    ]);
    expect((result.get("x") as unknown[]).length).toBe(400_000);
    expect((result.get("y") as unknown[]).length).toBe(200_000);
  });

  it("records of 50,000 keys", () => {
    const many = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, index) => [`k${index}`, index]),
    );
    const result = foldLayers(open, [{ name: "a", values: { many } }]);
    expect(result.leaves()).toHaveLength(50_000);
    const strict: Schema = schemaOf({ type: "object", additionalProperties: false });
    expect(validate(strict, many)).toHaveLength(50_000);
  });
});

describe("callers' data", () => {
  it("is never changed, frozen or shared", () => {
    const values = { list: [{ a: 1 }], map: { k: [1] } };
    const before = structuredClone(values);
    const schema: Schema = schemaOf({
      type: "object",
      properties: {
        list: { "x-fold": "append", items: { type: "object", properties: { b: { default: 2 } } } },
      },
    });
    const result = foldLayers(schema, [
      { name: "a", values },
      { name: "b", values },
    ]);
    const object = result.toObject() as { list: { a: number }[]; map: { k: number[] } };
    result.validate();
    result.leaves();
    object.list.push({ a: 9 });
    object.map.k.push(9);
    expect(values).toEqual(before);
    expect(result.toObject()).toEqual({
      list: [
        { a: 1, b: 2 },
        { a: 1, b: 2 },
      ],
      map: { k: [1] },
    });
    expect(Object.isFrozen(values.list)).toBe(false);
  });

  it("may hold things that are no JSON: they are leaves", () => {
    const date = new Date(0);
    const map = new Map([[1, 2]]);
    const call = (): number => 1;
    const result = foldLayers(open, [
      { name: "a", values: { date: { y: 1 }, map, call, big: 1n, nan: Number.NaN } },
      { name: "b", values: { date } },
    ]);
    expect(result.leaves().map(({ path }) => showPath(path))).toEqual([
      "big",
      "call",
      "date",
      "map",
      "nan",
    ]);
    expect(result.get("date")).toBe(date);
    expect((result.toObject() as { map: unknown }).map).toBe(map);
  });

  it("from another realm is plain too", async () => {
    const { runInNewContext } = await import("node:vm");
    const values = runInNewContext("({ a: { b: 1 }, list: [1] })");
    const result = foldLayers(open, [
      { name: "a", values },
      { name: "b", values: { a: { c: 2 } } },
    ]);
    expect(result.toObject()).toEqual({ a: { b: 1, c: 2 }, list: [1] });
  });
});

describe("functions that fail", () => {
  it("keep their error", () => {
    const fail = (): never => {
      throw new TypeError("mine");
    };
    const result = foldLayers(open, [
      { name: "a", values: { x: lazy(fail) } },
      { name: "b", when: fail, values: { y: 1 } },
    ]);
    expect(() => result.get("x")).toThrow(TypeError);
    expect(() => result.get("y")).toThrow("mine");
    expect(() => result.get("y")).toThrow("mine");
  });

  it("canonical names what it cannot hold", () => {
    for (const value of [undefined, () => 1, Number.NaN, new Date(), endless(), 1n, Symbol("x")]) {
      expect(() => canonical({ value })).toThrow(SchemaError);
    }
    expect(canonical({ b: [1, "1", null, -0], a: { __proto__: null, z: true } })).toBe(
      '{"a":{"z":true},"b":[1,"1",null,0]}',
    );
  });
});
