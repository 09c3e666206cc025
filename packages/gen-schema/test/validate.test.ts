import { foldLayers, parse, type Schema, schemaOf, validate } from "gen-schema";
import { describe, expect, it } from "vitest";
import { ISSUES } from "./tables/issues.ts";

describe("the table of issues", () => {
  for (const { schema, value, issues, message } of ISSUES) {
    it(`${JSON.stringify(schema)} against ${JSON.stringify(value)}`, () => {
      const found = validate(schemaOf(schema), value);
      expect(found.map((issue) => `${issue.path.join(".")}: ${issue.code}`)).toEqual(issues);
      if (message !== undefined) expect(found[0]?.message).toBe(message);
      for (const issue of found) {
        expect(issue.expected).toBeTypeOf("string");
        expect(issue.got).toBeTypeOf("string");
      }
    });
  }
});

it("hands an origin on", () => {
  const origin = { file: "a.json", line: 3 };
  expect(validate(schemaOf({ type: "integer" }), "x", { origin })).toMatchObject([{ origin }]);
  expect(() => parse(schemaOf({ type: "integer" }), "x", { origin })).toThrow(
    expect.objectContaining({ issues: [expect.objectContaining({ origin })] }),
  );
});

describe("validating a fold", () => {
  const schema: Schema = schemaOf({
    port: { type: "integer", maximum: 65535 },
    tls: {
      type: "object",
      required: ["cert"],
      properties: { cert: { type: "string" } },
      additionalProperties: false,
    },
    ports: { type: "array", items: { type: "integer" }, "x-fold": "append" },
  });

  it("names layer and origin of what is wrong", () => {
    const result = foldLayers(schema, [
      {
        name: "role",
        origin: { file: "role.ts", line: 3 },
        values: { port: 70000, tls: { crt: "x" }, ports: [1, "a"] },
      },
      { name: "host", origin: { file: "host.ts", line: 9 }, values: { prot: 1, ports: [2] } },
    ]);
    expect(result.validate()).toMatchObject([
      {
        code: "unknown-key",
        path: ["prot"],
        layer: "host",
        origin: { file: "host.ts", line: 9 },
        suggestion: "port",
        message: 'prot is not a known key, did you mean "port"? (set by "host")',
      },
      { code: "range", path: ["port"], layer: "role", origin: { line: 3 } },
      { code: "missing", path: ["tls", "cert"], layer: "role" },
      { code: "unknown-key", path: ["tls", "crt"], layer: "role", suggestion: "cert" },
      { code: "type", path: ["ports", "1"], layer: "role" },
    ]);
  });
});
