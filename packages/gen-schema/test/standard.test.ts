import {
  applyMixin,
  foldLayers,
  type InferInput,
  type InferOutput,
  mixin,
  parse,
  SchemaError,
  schemaOf,
  validate,
} from "gen-schema";
import { Type } from "typebox";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";

const good = { domain: "example.com" };
const bad = { domain: 5, port: 0, mode: "fats", tags: [1], prot: 1 };

const zodSchema = z.object({
  domain: z.string(),
  port: z.int().min(1).default(80),
  mode: z.enum(["fast", "safe"]).optional(),
  tags: z.array(z.string()).default([]),
});
const valibotSchema = v.object({
  domain: v.string(),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 80),
  mode: v.optional(v.picklist(["fast", "safe"])),
  tags: v.optional(v.array(v.string()), () => []),
});
const typeboxSchema = Type.Object({
  domain: Type.String(),
  port: Type.Integer({ minimum: 1, default: 80 }),
  mode: Type.Optional(Type.Union([Type.Literal("fast"), Type.Literal("safe")])),
  tags: Type.Array(Type.String(), { default: [] }),
});
const jsonSchema = {
  type: "object",
  properties: {
    domain: { type: "string" },
    port: { type: "integer", minimum: 1, default: 80 },
    mode: { enum: ["fast", "safe"] },
    tags: { type: "array", items: { type: "string" }, default: [] },
  },
  required: ["domain"],
} as const;
const recordSchema = {
  domain: { type: "string", required: true },
  port: { type: "integer", minimum: 1, default: 80 },
  mode: { enum: ["fast", "safe"] },
  tags: { type: "array", items: { type: "string" }, default: [] },
} as const;

interface Out {
  domain: string;
  port: number;
  mode?: "fast" | "safe";
  tags: string[];
}

describe.each([
  ["Zod", schemaOf(zodSchema)],
  ["Valibot", schemaOf(valibotSchema)],
  ["TypeBox", schemaOf(typeboxSchema)],
  ["JSON Schema", schemaOf(jsonSchema)],
  ["a record", schemaOf(recordSchema)],
])("%s", (name, schema) => {
  it("validates, fills in and folds alike", () => {
    expect(parse(schema, good)).toEqual({ domain: "example.com", port: 80, tags: [] });
    const paths = validate(schema, bad).map(({ path }) => path.join("."));
    expect(paths.filter((path) => path !== "prot").sort()).toEqual([
      "domain",
      "mode",
      "port",
      "tags.0",
    ]);
    expect(paths.includes("prot")).toBe(name === "a record");
    const result = foldLayers(schema, [{ name: "a", values: { domain: "x" } }]);
    expect(result.toObject()).toEqual({ domain: "x", port: 80, tags: [] });
    expect(result.validate()).toEqual([]);
  });

  it("types what it gives", () => {
    expectTypeOf(parse(schema, good).domain).toEqualTypeOf<string>();
    expectTypeOf(parse(schema, good).tags).toEqualTypeOf<string[]>();
  });
});

describe("types", () => {
  it("are inferred from each source", () => {
    expectTypeOf<InferOutput<typeof zodSchema>>().toEqualTypeOf<z.output<typeof zodSchema>>();
    expectTypeOf<InferInput<typeof zodSchema>>().toEqualTypeOf<z.input<typeof zodSchema>>();
    expectTypeOf<InferOutput<typeof valibotSchema>["port"]>().toEqualTypeOf<number>();
    expectTypeOf<InferOutput<typeof typeboxSchema>["domain"]>().toEqualTypeOf<string>();
    expectTypeOf<InferOutput<typeof typeboxSchema>["mode"]>().toEqualTypeOf<
      "fast" | "safe" | undefined
    >();
    expectTypeOf<InferOutput<typeof jsonSchema>>().toEqualTypeOf<Out>();
    expectTypeOf<InferOutput<typeof recordSchema>>().toEqualTypeOf<Out>();
    expectTypeOf<InferInput<typeof zodSchema>["port"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<InferInput<typeof valibotSchema>["port"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<InferInput<typeof recordSchema>>().toEqualTypeOf<{
      domain: string;
      port?: number;
      mode?: "fast" | "safe";
      tags?: string[];
    }>();
  });
});

describe("what JSON Schema cannot say", () => {
  it("is checked by the library itself, after everything else", () => {
    const even = z.object({ n: z.number().refine((n) => n % 2 === 0, "must be even") });
    expect(validate(schemaOf(even), { n: 3 })).toMatchObject([
      { code: "refine", path: ["n"], message: "n: must be even" },
    ]);
    expect(validate(schemaOf(even), { n: "x" }).map(({ code }) => code)).toEqual(["type"]);
    const shout = v.object({
      s: v.pipe(
        v.string(),
        v.check((s) => s === s.toUpperCase(), "must shout"),
      ),
    });
    expect(validate(schemaOf(shout), { s: "a" })).toMatchObject([
      { path: ["s"], message: "s: must shout" },
    ]);
    expect(validate(schemaOf(shout), { s: "A" })).toEqual([]);
  });

  it("goes along into records and mixins", () => {
    const even = z.number().refine((n) => n % 2 === 0, "must be even");
    const record = schemaOf({ n: even, list: z.array(even), other: { type: "string" } });
    expect(validate(record, { n: 3, list: [2, 5] }).map(({ message }) => message)).toEqual([
      "n: must be even",
      "list[1]: must be even",
    ]);
    expect(validate(record, { other: "x" })).toEqual([]);
    const extended = applyMixin(record, mixin({ name: "m", fields: { m: even } }));
    expect(validate(extended, { n: 3, m: 3 })).toHaveLength(2);
    const loose = mixin({ name: "loose", overrides: ["n"], fields: { n: { type: "number" } } });
    expect(validate(applyMixin(record, loose), { n: 3 })).toEqual([]);
    expect(validate(schemaOf({ inner: record }), { inner: { n: 3 } })).toMatchObject([
      { path: ["inner", "n"] },
    ]);
  });

  it("is refused where the shape itself cannot be said", () => {
    for (const source of [
      z.object({ d: z.date() }),
      v.object({ d: v.date() }),
      v.object({ m: v.map(v.string(), v.string()) }),
    ]) {
      expect(() => schemaOf(source)).toThrow(expect.objectContaining({ code: "no-json-schema" }));
    }
  });

  it("asks for a conversion when a library has none", () => {
    const foreign = {
      "~standard": { version: 1, vendor: "foreign", validate: () => ({ value: 1 }) },
    };
    expect(() => schemaOf(foreign)).toThrow(/foreign schema cannot give JSON Schema/);
  });

  it("refuses checks that take their time", () => {
    const slow = {
      "~standard": {
        version: 1,
        vendor: "slow",
        validate: async () => ({ value: 1 }),
        jsonSchema: { input: () => ({ type: "integer" }), output: () => ({}) },
      },
    };
    expect(validate(schemaOf(slow), 1)).toMatchObject([{ code: "refine" }]);
  });
});

describe("Valibot's types", () => {
  const table: readonly [unknown, object][] = [
    [v.string(), { type: "string" }],
    [
      v.pipe(v.string(), v.minLength(1), v.maxLength(9), v.regex(/^a/)),
      { type: "string", minLength: 1, maxLength: 9, pattern: "^a" },
    ],
    [v.pipe(v.string(), v.regex(/^a/i)), { type: "string" }],
    [v.pipe(v.string(), v.uuid()), { type: "string", format: "uuid" }],
    [
      v.pipe(v.number(), v.maxValue(5), v.multipleOf(2)),
      { type: "number", maximum: 5, multipleOf: 2 },
    ],
    [
      v.pipe(v.array(v.string()), v.nonEmpty(), v.length(3)),
      { type: "array", items: { type: "string" }, minItems: 3, maxItems: 3 },
    ],
    [v.boolean(), { type: "boolean" }],
    [v.null(), { type: "null" }],
    [v.literal("x"), { const: "x" }],
    [v.enum({ A: "a", B: "b" }), { enum: ["a", "b"] }],
    [v.nullable(v.string()), { anyOf: [{ type: "string" }, { type: "null" }] }],
    [v.unknown(), {}],
    [v.never(), { not: {} }],
    [
      v.record(v.string(), v.number()),
      {
        type: "object",
        propertyNames: { type: "string" },
        additionalProperties: { type: "number" },
      },
    ],
    [
      v.strictObject({ a: v.string() }),
      {
        type: "object",
        properties: { a: { type: "string" } },
        required: ["a"],
        additionalProperties: false,
      },
    ],
    [
      v.objectWithRest({}, v.number()),
      { type: "object", properties: {}, additionalProperties: { type: "number" } },
    ],
    [v.tuple([v.string()]), { type: "array", prefixItems: [{ type: "string" }], minItems: 1 }],
    [
      v.strictTuple([v.string()]),
      { type: "array", prefixItems: [{ type: "string" }], minItems: 1, items: false },
    ],
    [
      v.variant("t", [v.object({ t: v.literal("a") })]),
      { anyOf: [{ type: "object", properties: { t: { const: "a" } }, required: ["t"] }] },
    ],
    [
      v.intersect([v.object({}), v.object({})]),
      {
        allOf: [
          { type: "object", properties: {} },
          { type: "object", properties: {} },
        ],
      },
    ],
    [
      v.pipe(v.string(), v.title("T"), v.description("D"), v.metadata({ "x-fold": "append" })),
      { type: "string", title: "T", description: "D", "x-fold": "append" },
    ],
    [v.pipe(v.string(), v.transform(Number), v.minValue(5)), { type: "string" }],
  ];
  it.each(table)("%#", (source, json) => {
    expect(schemaOf({ x: source }).json).toMatchObject({ properties: { x: json } });
    expect(schemaOf(source as object).json as object).toEqual(json);
  });

  it("may contain themselves", () => {
    interface Tree {
      children: Tree[];
    }
    const tree: v.GenericSchema<Tree> = v.object({ children: v.array(v.lazy(() => tree)) });
    const schema = schemaOf(tree);
    expect(validate(schema, { children: [{ children: [] }] })).toEqual([]);
    expect(validate(schema, { children: [{ children: [{}] }] })).toMatchObject([
      { code: "missing", path: ["children", "0", "children", "0", "children"] },
    ]);
    expect(validate(schemaOf({ tree }), { tree: { children: [{}] } })).toHaveLength(1);
  });
});

describe("Zod's types that contain themselves", () => {
  it("keep their references inside a record", () => {
    const node: z.ZodType = z.object({
      name: z.string(),
      get next() {
        return node.optional();
      },
    });
    const schema = schemaOf({ list: node });
    expect(validate(schema, { list: { name: "a", next: { name: "b" } } })).toEqual([]);
    expect(validate(schema, { list: { name: "a", next: { name: 1 } } })).toMatchObject([
      { path: ["list", "next", "name"] },
    ]);
  });

  it("throws one kind of error", () => {
    expect(() => parse(schemaOf(zodSchema), {})).toThrow(SchemaError);
  });
});
