import fc from "fast-check";
import { diffSchemas, schemaOf, type Verdict, validate, withDefaults } from "gen-schema";
import { describe, expect, it } from "vitest";

interface DiffCase {
  readonly before: object;
  readonly after: object;
  readonly verdict: Verdict;
  readonly reasons?: readonly string[];
}

const object = (properties: object, rest: object = {}): object => ({
  type: "object",
  properties,
  ...rest,
});
const text = { type: "string" };
const whole = { type: "integer" };

const TABLE: readonly DiffCase[] = [
  { before: text, after: text, verdict: "same" },
  { before: text, after: { type: "string", description: "new" }, verdict: "compatible" },
  {
    before: { type: "integer", default: 1 },
    after: { type: "integer", default: 2 },
    verdict: "compatible",
  },
  {
    before: whole,
    after: { type: "number" },
    verdict: "backward",
    reasons: ['(the whole value): type went from "integer" to "number"'],
  },
  { before: { type: "number" }, after: whole, verdict: "forward" },
  { before: text, after: whole, verdict: "breaking" },
  { before: text, after: { type: ["string", "null"] }, verdict: "backward" },
  { before: { enum: ["a"] }, after: { enum: ["a", "b"] }, verdict: "backward" },
  { before: { enum: ["a", "b"] }, after: { enum: ["b", "c"] }, verdict: "breaking" },
  { before: { const: 1 }, after: { enum: [1, 2] }, verdict: "backward" },
  { before: { enum: [1, "a"] }, after: { type: "string", enum: [1, "a"] }, verdict: "forward" },
  { before: text, after: { enum: ["a"] }, verdict: "forward" },
  { before: { enum: ["a", 1] }, after: text, verdict: "breaking" },
  { before: { minimum: 1 }, after: { minimum: 0 }, verdict: "backward" },
  { before: { minimum: 1 }, after: { exclusiveMinimum: 1 }, verdict: "forward" },
  { before: { exclusiveMaximum: 5 }, after: { maximum: 5 }, verdict: "backward" },
  {
    before: { minLength: 1, maxLength: 5 },
    after: { minLength: 0, maxLength: 4 },
    verdict: "breaking",
  },
  { before: { multipleOf: 4 }, after: { multipleOf: 2 }, verdict: "backward" },
  { before: { multipleOf: 4 }, after: { multipleOf: 3 }, verdict: "breaking" },
  { before: { pattern: "^a" }, after: { pattern: "^b" }, verdict: "breaking" },
  { before: { type: "string" }, after: { type: "string", pattern: "^b" }, verdict: "forward" },
  {
    before: object({ a: text }),
    after: object({ a: text, b: text }),
    verdict: "forward",
    reasons: ["b: what was free is now restricted"],
  },
  {
    before: object({ a: text }, { additionalProperties: false }),
    after: object({ a: text, b: text }, { additionalProperties: false }),
    verdict: "backward",
    reasons: ['(the whole value): the key "b" was added'],
  },
  {
    before: object({ a: text, b: text }, { additionalProperties: false }),
    after: object({ a: text }, { additionalProperties: false }),
    verdict: "forward",
    reasons: ['(the whole value): the key "b" was removed'],
  },
  {
    before: object({ a: text }),
    after: object({ a: text }, { required: ["a"] }),
    verdict: "forward",
    reasons: ['(the whole value): the key "a" is now required'],
  },
  {
    before: object({ a: { type: "string", default: "x" } }),
    after: object({ a: { type: "string", default: "x" } }, { required: ["a"] }),
    verdict: "same",
  },
  {
    before: object({ a: object({ b: whole }) }),
    after: object({ a: object({ b: { type: "number" } }) }),
    verdict: "backward",
    reasons: ['a.b: type went from "integer" to "number"'],
  },
  { before: object({}), after: object({}, { additionalProperties: false }), verdict: "forward" },
  {
    before: object({}, { additionalProperties: text }),
    after: object({}, { additionalProperties: whole }),
    verdict: "breaking",
  },
  {
    before: { type: "array", items: whole },
    after: { type: "array", items: { type: "number" } },
    verdict: "backward",
  },
  { before: { type: "array" }, after: { type: "array", uniqueItems: true }, verdict: "forward" },
  {
    before: { type: "array", prefixItems: [text] },
    after: { type: "array", prefixItems: [text, text] },
    verdict: "forward",
  },
  { before: { anyOf: [text] }, after: { anyOf: [text, whole] }, verdict: "backward" },
  {
    before: { allOf: [{ minimum: 1 }] },
    after: { allOf: [{ minimum: 1 }, { maximum: 5 }] },
    verdict: "forward",
  },
  {
    before: { allOf: [{ minimum: 1 }, { maximum: 4 }] },
    after: { allOf: [{ maximum: 5 }, { minimum: 1 }] },
    verdict: "backward",
  },
  { before: { oneOf: [text, whole] }, after: { oneOf: [text] }, verdict: "breaking" },
  { before: { title: "x", not: text }, after: { title: "x", not: whole }, verdict: "breaking" },
  {
    before: object({ a: { $ref: "#/$defs/p" } }, { $defs: { p: whole } }),
    after: object({ a: { $ref: "#/$defs/q" } }, { $defs: { q: { type: "number" } } }),
    verdict: "backward",
  },
  {
    before: object({ a: { oneOf: [{ $ref: "#/$defs/p" }] } }, { $defs: { p: whole } }),
    after: object({ a: { oneOf: [{ $ref: "#/$defs/p" }] } }, { $defs: { p: text } }),
    verdict: "breaking",
  },
  {
    before: object({ v: whole, next: { $ref: "#" } }),
    after: object({ v: { type: "number" }, next: { $ref: "#" } }),
    verdict: "backward",
  },
  {
    before: { type: "object", allOf: [object({ a: {} })], unevaluatedProperties: false },
    after: object({ a: text }, { unevaluatedProperties: false }),
    verdict: "breaking",
  },
  {
    before: object({ a: text }, { title: "A" }),
    after: { title: "A", type: "object" },
    verdict: "backward",
  },
];

describe("diffSchemas", () => {
  it.each(TABLE)("$before → $after is $verdict", ({ before, after, verdict, reasons }) => {
    const diff = diffSchemas(before, after);
    expect(diff.verdict).toBe(verdict);
    if (reasons !== undefined) expect(diff.reasons).toEqual(reasons);
    // The way back is the mirror image.
    const back = diffSchemas(after, before);
    expect([back.backward, back.forward]).toEqual([diff.forward, diff.backward]);
  });

  it("takes every source, and tells texts and defaults apart from the rest", () => {
    const diff = diffSchemas(
      { port: { type: "integer", default: 80, description: "old" } },
      { port: { type: "integer", default: 443, description: "new" }, host: { type: "string" } },
    );
    expect(
      diff.changes.map(({ path, keyword, effect }) => [path.join("."), keyword, effect]),
    ).toEqual([
      ["", "properties", "wider"],
      ["port", "default", "none"],
      ["port", "description", "none"],
    ]);
    expect(diff.verdict).toBe("backward");
  });
});

describe("what a verdict promises", () => {
  const scalar = fc.oneof(
    fc.record(
      {
        type: fc.constantFrom(
          "integer",
          "number",
          "string",
          ["string", "null"],
          ["integer", "boolean"],
        ),
        minimum: fc.nat(3),
        exclusiveMaximum: fc.nat(5),
        multipleOf: fc.constantFrom(1, 2, 0.5),
        maxLength: fc.nat(2),
        enum: fc.array(fc.constantFrom(0, 1, 2, "", "a", null, 1.5), {
          minLength: 1,
          maxLength: 3,
        }),
        const: fc.constantFrom(1, "a"),
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom({ not: { type: "string" }, title: "t" }, true, false),
  );
  const level = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => {
    const properties = fc.dictionary(fc.constantFrom("a", "b", "ab"), inner, {
      maxKeys: 2,
      noNullPrototype: true,
    });
    return fc.oneof(
      scalar,
      fc.record(
        {
          type: fc.constant("object"),
          properties,
          required: fc.uniqueArray(fc.constantFrom("a", "b"), { maxLength: 2 }),
          additionalProperties: fc.oneof(fc.boolean(), inner),
          patternProperties: fc.dictionary(fc.constantFrom("^a", "b$"), inner, {
            maxKeys: 1,
            noNullPrototype: true,
          }),
          minProperties: fc.nat(1),
        },
        { requiredKeys: ["type"] },
      ),
      fc.record(
        {
          type: fc.constant("array"),
          items: inner,
          prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
          minItems: fc.nat(1),
          uniqueItems: fc.boolean(),
        },
        { requiredKeys: ["type"] },
      ),
      fc.record({ anyOf: fc.array(inner, { minLength: 1, maxLength: 2 }) }),
      fc.record({ allOf: fc.array(inner, { minLength: 1, maxLength: 2 }) }),
      fc.record({ oneOf: fc.array(inner, { minLength: 1, maxLength: 2 }) }),
      fc.record({
        allOf: fc.array(inner, { minLength: 1, maxLength: 1 }),
        unevaluatedProperties: fc.boolean(),
        properties,
      }),
    );
  };
  const schema = level(level(scalar)).filter(
    (item) => typeof item === "object",
  ) as fc.Arbitrary<object>;
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(0, 1, 2, 3, 1.5, "", "a", "abc", null, true),
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b", "ab", "c"), tie("value"), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  })).value;

  /** Small changes are where verdicts are hard: one side is the other with one part replaced. */
  const pair = fc.oneof(
    fc.tuple(schema, schema),
    schema.chain((before) =>
      fc.tuple(schema, fc.nat()).map(([part, at]): [object, object] => {
        const keys = Object.keys(before);
        const key = keys[at % Math.max(1, keys.length)];
        const from = new Map(Object.entries(part));
        if (key === undefined || key === "type") return [before, { ...before, ...part }];
        const changed = from.get(key);
        const { [key]: _, ...rest } = before as Record<string, unknown>;
        return [before, changed === undefined ? rest : { ...rest, [key]: changed }];
      }),
    ),
  );

  it("holds for values", () => {
    let claims = 0;
    fc.assert(
      fc.property(
        pair,
        fc.array(value, { minLength: 8, maxLength: 8 }),
        ([before, after], values) => {
          const whole = (item: object): object => ({ title: "t", ...item });
          const diff = diffSchemas(whole(before), whole(after));
          const old = schemaOf(whole(before));
          const now = schemaOf(whole(after));
          if (diff.backward || diff.forward) claims++;
          for (const item of values) {
            const wasValid = validate(old, withDefaults(old, item)).length === 0;
            const isValid = validate(now, withDefaults(now, item)).length === 0;
            if (diff.backward && wasValid) expect([item, isValid]).toEqual([item, true]);
            if (diff.forward && isValid) expect([item, wasValid]).toEqual([item, true]);
          }
        },
      ),
      { numRuns: process.env.SLOW === "1" ? 2000 : 200 },
    );
    expect(claims).toBeGreaterThan(20);
  });
});
