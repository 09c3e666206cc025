import {
  fields,
  isSchema,
  parse,
  type Schema,
  SchemaError,
  schemaOf,
  validate,
  withDefaults,
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

describe("schemaOf", () => {
  it("takes a record of property schemas, closed", () => {
    const schema = schemaOf({
      port: { type: "integer", minimum: 1, default: 80 },
      domain: { type: "string", required: true },
    });
    expect(schema.json).toEqual({
      type: "object",
      properties: {
        port: { type: "integer", minimum: 1, default: 80 },
        domain: { type: "string" },
      },
      required: ["domain"],
      additionalProperties: false,
    });
    expect(Object.isFrozen(schema.json)).toBe(true);
  });

  it.each([
    [{ type: "object" }, true],
    [{ type: ["string", "null"] }, true],
    [{ type: { type: "string" } }, false],
    [{ enum: [1, 2] }, true],
    [{ enum: { type: "string" } }, false],
    [{ properties: { a: { type: "string" } } }, true],
    [{ properties: { type: "object" } }, false],
    [{ const: 5 }, true],
    [{ const: { type: "string" } }, false],
    [{ default: { type: "string" }, items: { type: "array" } }, false],
    [{ anyOf: [{ type: "string" }] }, true],
    [{ $ref: "#/$defs/a", $defs: { a: {} } }, true],
    [{}, false],
    [{ title: { type: "string" }, format: { type: "string" } }, false],
  ])("tells a schema from a record: %j", (source, whole) => {
    const schema: Schema = schemaOf(source);
    expect(schema.json).toEqual(
      whole ? source : { type: "object", properties: source, additionalProperties: false },
    );
  });

  it("has fields() for records that look like schemas", () => {
    const json = fields({ type: { type: "string" }, enum: { type: "array" } }).json;
    expect(json).toMatchObject({ properties: { type: { type: "string" } } });
  });

  it("gives the same schema for the same object, and itself for a schema", () => {
    const source = { port: { type: "integer" } };
    expect(schemaOf(source)).toBe(schemaOf(source));
    expect(schemaOf(schemaOf(source))).toBe(schemaOf(source));
    expect(isSchema(schemaOf(source))).toBe(true);
    expect(isSchema(source)).toBe(false);
    expect(schemaOf(source)["~validator"]()).toBe(schemaOf(source)["~validator"]());
  });

  it("keeps a copy: later changes of the source change nothing", () => {
    const source = { port: { type: "integer", default: { a: [1] } } };
    const schema = schemaOf(source);
    source.port.default.a.push(2);
    expect(schema.json).toMatchObject({ properties: { port: { default: { a: [1] } } } });
  });

  it.each([true, false])("takes %s", (source) => {
    expect(validate(schemaOf(source), 1).length === 0).toBe(source);
  });

  it.each([[null], [5], ["string"], [undefined], [new Date()], [[]]])("refuses %s", (source) => {
    expect(issuesOf(() => schemaOf(source))).toMatchObject([{ code: "not-a-schema" }]);
  });

  it("names everything that is wrong with a schema at once", () => {
    const source = {
      a: { type: "integer", minimun: 1 },
      b: { type: "string", format: "emial" },
      c: { type: "string", pattern: "(" },
      d: { $ref: "#/$defs/nothing" },
      e: { items: 5 },
    };
    expect(
      issuesOf(() => schemaOf(source)).map(({ code, path, suggestion }) => [
        code,
        path.join("/"),
        suggestion,
      ]),
    ).toEqual([
      ["keyword-unknown", "properties/a/minimun", "minimum"],
      ["format-unknown", "properties/b/format", "email"],
      ["pattern-invalid", "properties/c/pattern", undefined],
      ["ref-unresolved", "properties/d/$ref", undefined],
      ["schema-invalid", "properties/e/items", undefined],
    ]);
  });

  it.each([
    [{ type: "integr" }, "type"],
    [{ type: "integer", minimum: "1" }, "minimum"],
    [{ type: "object", required: "a" }, "required"],
    [{ type: "string", enum: 5 }, "enum"],
    [{ type: "string", maxLength: -1 }, "maxLength"],
    [{ type: "object", properties: { a: { required: true } } }, "properties/a/required"],
  ])("asks the meta-schema: %j", (source, path) => {
    const [issue] = issuesOf(() => schemaOf(source));
    expect([issue?.code, issue?.path.join("/")]).toEqual(["schema-invalid", path]);
  });

  it("refuses keywords that do nothing", () => {
    const source = JSON.parse('{"type": "string", "then": {"minLength": 1}, "minContains": 1}');
    expect(issuesOf(() => schemaOf(source)).map(({ code, path }) => [code, path[0]])).toEqual([
      ["keyword-idle", "then"],
      ["keyword-idle", "minContains"],
    ]);
  });

  it("suggests the definition that was meant", () => {
    const source = {
      type: "object",
      $defs: { port: {} },
      properties: { p: { $ref: "#/$defs/prot" } },
    };
    expect(issuesOf(() => schemaOf(source))).toMatchObject([
      { code: "ref-unresolved", suggestion: "#/$defs/port" },
    ]);
  });

  it.each([
    [{ $ref: "#" }],
    [
      {
        type: "object",
        $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } },
        $ref: "#/$defs/a",
      },
    ],
    [{ allOf: [{ $ref: "#" }] }],
    [{ anyOf: [{ type: "string" }, { not: { $ref: "#" } }] }],
  ])("refuses references that go round: %j", (source) => {
    expect(issuesOf(() => schemaOf(source)).some(({ code }) => code === "ref-cycle")).toBe(true);
  });

  it("takes schemas that contain themselves further in", () => {
    const tree = schemaOf({
      type: "object",
      properties: { value: { type: "integer" }, children: { type: "array", items: { $ref: "#" } } },
      additionalProperties: false,
    });
    expect(validate(tree, { value: 1, children: [{ value: 2, children: [] }] })).toEqual([]);
    expect(validate(tree, { children: [{ children: [{ vlaue: 1 }] }] })).toMatchObject([
      {
        code: "unknown-key",
        path: ["children", "0", "children", "0", "vlaue"],
        suggestion: "value",
      },
    ]);
  });

  it("resolves anchors, ids and earlier drafts' words", () => {
    const schema = schemaOf({
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: "https://example.com/s",
      type: "object",
      definitions: { port: { $anchor: "port", type: "integer" } },
      properties: {
        a: { $ref: "#port" },
        b: { $ref: "#/definitions/port" },
        c: { type: "array", items: [{ type: "string" }], additionalItems: false },
      },
    });
    expect(
      validate(schema, { a: "x", b: "y", c: ["a", 1] }).map(({ path }) => path.join("/")),
    ).toEqual(["a", "b", "c"]);
    expect(schemaOf({ ...(schema.json as object) })).not.toBe(schema); // The same $id twice is no problem.
  });

  it("puts whole schemas into a record, their references with them", () => {
    const tree = schemaOf({
      type: "object",
      properties: { next: { $ref: "#" }, leaf: { $ref: "#/$defs/leaf" } },
      $defs: { leaf: { type: "integer" } },
      additionalProperties: false,
    });
    const schema = schemaOf({ "a/b~c": tree });
    expect(validate(schema, { "a/b~c": { next: { next: { leaf: 1 } } } })).toEqual([]);
    expect(validate(schema, { "a/b~c": { next: { leaf: "x" } } })).toMatchObject([
      { code: "type", path: ["a/b~c", "next", "leaf"] },
    ]);
  });
});

describe("withDefaults and parse", () => {
  const schema = schemaOf({
    port: { type: "integer", default: 80 },
    users: {
      type: "array",
      items: {
        type: "object",
        properties: { name: { type: "string" }, shell: { default: "bash" } },
      },
      default: [],
    },
    log: { type: "object", properties: { level: { type: "string", default: "info" } } },
  });

  it("fills in, without changing what was given", () => {
    const given = { users: [{ name: "alice" }] };
    const filled = withDefaults(schema, given);
    expect(filled).toEqual({
      port: 80,
      users: [{ name: "alice", shell: "bash" }],
      log: { level: "info" },
    });
    expect(given).toEqual({ users: [{ name: "alice" }] });
    expect(withDefaults(schema, given, "shallow")).not.toHaveProperty("log");
  });

  it("gives data of its own", () => {
    const first = withDefaults(schema, {}) as { users: unknown[] };
    first.users.push(1);
    expect(withDefaults(schema, {})).toEqual({ port: 80, users: [], log: { level: "info" } });
  });

  it("parses", () => {
    expect(parse(schema, {})).toEqual({ port: 80, users: [], log: { level: "info" } });
    expect(issuesOf(() => parse(schema, { port: "x", prot: 1 })).map(({ code }) => code)).toEqual([
      "unknown-key",
      "type",
    ]);
  });

  it("ends where a schema's defaults contain themselves", () => {
    const endless: Schema = schemaOf({
      type: "object",
      properties: { a: { default: 1 }, next: { $ref: "#" } },
    });
    expect(withDefaults(endless, {})).toEqual({ a: 1, next: { a: 1 } });
  });
});
