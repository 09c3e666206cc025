import fc from "fast-check";
import {
  applyMixin,
  composeMixins,
  type Mixin,
  mixin,
  type Schema,
  SchemaError,
  schemaOf,
} from "gen-schema";
import { describe, expect, it } from "vitest";

const issuesOf = (make: () => unknown): SchemaError["issues"] => {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    return (error as SchemaError).issues;
  }
  throw new Error("nothing was refused");
};

const base = { name: { type: "string", required: true } } as const;
const web = mixin({
  name: "web",
  requires: ["name"],
  fields: { port: { type: "integer", minimum: 1, default: 80 } },
});
const tls = mixin({
  name: "tls",
  requires: { port: { type: "integer" } },
  provides: ["port", "cert"],
  overrides: ["port"],
  fields: (schema) => ({
    port: { ...(schema.field("port") as object), default: 443 },
    cert: { type: "string", required: true },
  }),
});

describe("mixins", () => {
  it("extend and refine what is there", () => {
    expect(applyMixin(base, composeMixins(web, tls)).json).toEqual({
      type: "object",
      properties: {
        name: { type: "string" },
        port: { type: "integer", minimum: 1, default: 443 },
        cert: { type: "string" },
      },
      required: ["name", "cert"],
      additionalProperties: false,
    });
  });

  it("say what they require and provide", () => {
    const both = composeMixins(web, tls);
    expect([both.name, both.requires, both.provides]).toEqual([
      "web + tls",
      ["name"],
      ["port", "cert"],
    ]);
    expect(composeMixins(tls, web).requires).toEqual(["port", "name"]);
    expect(composeMixins().requires).toEqual([]);
  });

  it("that lack something are refused, with what would help", () => {
    expect(issuesOf(() => applyMixin(base, tls))).toMatchObject([
      {
        code: "mixin-requires",
        path: ["port"],
        message: 'Mixin "tls" requires "port", which is not there',
      },
    ]);
    expect(issuesOf(() => applyMixin(base, composeMixins(tls, web)))).toMatchObject([
      {
        code: "mixin-requires",
        message:
          'Mixin "tls" requires "port", which is not there yet: "web" provides it, but comes later',
        remedy: 'Put "web" before "tls".',
      },
    ]);
    expect(issuesOf(() => applyMixin({ prot: { type: "integer" } }, tls))).toMatchObject([
      { suggestion: "prot" },
    ]);
  });

  it("that ask more of a property than it promises are refused", () => {
    const strict = mixin({
      name: "strict",
      requires: { port: { type: "integer", maximum: 1000 } },
      fields: {},
    });
    expect(issuesOf(() => applyMixin(base, composeMixins(web, strict)))).toMatchObject([
      {
        code: "mixin-requires",
        message: expect.stringContaining(
          '"strict" requires more of "port" than mixin "web" promises',
        ),
      },
    ]);
    const lax = mixin({ name: "lax", requires: { port: { type: "number" } }, fields: {} });
    expect(applyMixin(base, composeMixins(web, lax)).json).toEqual(applyMixin(base, web).json);
  });

  it("that define the same are a conflict that names both", () => {
    const other = mixin({
      name: "other",
      fields: { port: { type: "string" }, name: { type: "integer" } },
    });
    expect(
      issuesOf(() => applyMixin(base, composeMixins(web, other))).map(({ message }) => message),
    ).toEqual([
      'Mixin "other" and mixin "web" both define "port"',
      'Mixin "other" and the base both define "name"',
    ]);
    expect(issuesOf(() => applyMixin(applyMixin(base, web), other))[0]?.message).toBe(
      'Mixin "other" and mixin "web" both define "port"',
    );
    const equal = mixin({
      name: "equal",
      fields: { port: { default: 80, type: "integer", minimum: 1 } },
    });
    expect(applyMixin(base, composeMixins(web, equal)).json).toEqual(applyMixin(base, web).json);
  });

  it("may make a property required, or not any more", () => {
    const make = (required: boolean): Mixin<unknown> =>
      mixin({ name: "m", overrides: ["name"], fields: { name: { type: "string", required } } });
    expect(applyMixin(base, make(false)).json).not.toHaveProperty("required");
    expect(applyMixin({ name: { type: "string" } }, make(true)).json).toHaveProperty("required");
  });

  it("may let the base win (Beta)", () => {
    const beta = mixin({
      name: "beta",
      wins: "base",
      overrides: ["port"],
      fields: { port: { type: "string" }, extra: { type: "string" } },
    });
    const { json } = applyMixin(base, composeMixins(web, beta));
    expect(json).toMatchObject({
      properties: { port: { type: "integer" }, extra: { type: "string" } },
    });
  });

  it("that override nothing, or do not keep their word, are refused", () => {
    const nothing = mixin({ name: "n", overrides: ["nmae"], fields: { nmae: {} } });
    expect(issuesOf(() => applyMixin(base, nothing))).toMatchObject([
      { code: "mixin-overrides", suggestion: "name" },
    ]);
    const liar = mixin({ name: "liar", provides: ["a", "b"], fields: () => ({ b: {}, c: {} }) });
    expect(issuesOf(() => applyMixin(base, liar)).map(({ code, path }) => [code, path[0]])).toEqual(
      [
        ["mixin-provides", "a"],
        ["mixin-provides", "c"],
      ],
    );
  });

  it("declared against themselves are refused at once", () => {
    const declare = (options: object): SchemaError["issues"] =>
      issuesOf(() => mixin(options as never));
    expect(declare({ name: "m", fields: () => ({}) })).toMatchObject([{ code: "mixin-invalid" }]);
    expect(
      declare({ name: "m", provides: ["a", "c"], overrides: ["d"], fields: { a: {}, b: {} } }),
    ).toHaveLength(3);
  });

  it("extend objects only", () => {
    expect(issuesOf(() => applyMixin({ type: "string" }, web))).toMatchObject([
      { code: "mixin-base" },
    ]);
    expect(
      issuesOf(() => applyMixin(base, mixin({ name: "m", fields: { x: { typ: "integer" } } }))),
    ).toMatchObject([{ code: "keyword-unknown", suggestion: "type" }]);
  });

  it("leave the base as it was", () => {
    const before = schemaOf(base);
    const text = JSON.stringify(before.json);
    applyMixin(before, web);
    expect(JSON.stringify(before.json)).toBe(text);
  });
});

describe("laws", () => {
  const NAMES = ["a", "b", "c", "__proto__"];
  const part: fc.Arbitrary<Mixin<unknown>> = fc
    .record({
      name: fc.constantFrom("p", "q", "r"),
      keys: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
      override: fc.boolean(),
      wins: fc.constantFrom("mixin" as const, "base" as const),
      requires: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 1 }),
      grows: fc.boolean(),
      maximum: fc.nat(3),
    })
    .map(({ name, keys, override, wins, requires, grows, maximum }) =>
      mixin({
        name,
        requires,
        provides: keys,
        wins,
        overrides: override ? keys : [],
        // A mixin that refines what it finds depends on everything before it.
        fields: (schema) =>
          JSON.parse(
            `{${keys.map((key) => `${JSON.stringify(key)}: ${JSON.stringify({ type: "integer", maximum: grows ? schema.names.length : maximum })}`).join()}}`,
          ),
      }),
    );
  const source = fc
    .uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 })
    .map(
      (keys) =>
        JSON.parse(
          `{${keys.map((key) => `${JSON.stringify(key)}: {"type": "integer"}`).join()}}`,
        ) as object,
    );
  const numRuns = process.env.SLOW === "1" ? 5000 : 500;

  /** The schema, or the issues that are known before any function ran. */
  const outcome = (from: object, item: Mixin<unknown>): unknown => {
    try {
      return (applyMixin(from, item) as Schema).json;
    } catch (error) {
      return (error as SchemaError).issues.map(({ code, message }) => [code, message]);
    }
  };

  it("composition is associative", () => {
    fc.assert(
      fc.property(source, part, part, part, (from, a, b, c) => {
        const left = composeMixins(composeMixins(a, b), c);
        const right = composeMixins(a, composeMixins(b, c));
        expect([left.name, left.requires, left.provides]).toEqual([
          right.name,
          right.requires,
          right.provides,
        ]);
        expect(outcome(from, left)).toEqual(outcome(from, right));
      }),
      { numRuns },
    );
  });

  it("has a neutral element", () => {
    fc.assert(
      fc.property(source, part, (from, a) => {
        expect(outcome(from, composeMixins(a, composeMixins()))).toEqual(outcome(from, a));
        expect(outcome(from, composeMixins(composeMixins(), a))).toEqual(outcome(from, a));
      }),
      { numRuns },
    );
  });

  it("applying a composition is applying one after the other", () => {
    fc.assert(
      fc.property(source, part, part, (from, a, b) => {
        let one: unknown;
        try {
          one = (applyMixin(applyMixin(from, a), b) as Schema).json;
        } catch {
          one = undefined;
        }
        const both = outcome(from, composeMixins(a, b));
        expect(Array.isArray(both) ? undefined : both).toEqual(one);
      }),
      { numRuns },
    );
  });
});
