import { append, byDefault, foldLayers, force, schemaOf, unset } from "gen-schema";
import { describe, expect, it } from "vitest";

const schema = schemaOf({
  port: { type: "integer", minimum: 1, maximum: 65535, default: 80 },
  hosts: { type: "array", items: { type: "string" }, "x-fold": "append", default: ["localhost"] },
  tls: {
    type: "object",
    properties: { cert: { type: "string" }, level: { type: "string", default: "modern" } },
  },
});

describe("foldLayers", () => {
  it("says which layer decided and what it shadows", () => {
    const result = foldLayers(schema, [
      { name: "policy", origin: { line: 1 }, values: { port: 443, hosts: ["a"] } },
      {
        name: "host",
        origin: { line: 2 },
        values: { port: 8443, hosts: ["b"], tls: { cert: "x" } },
      },
    ]);
    expect(result.get("port")).toBe(8443);
    expect(result.leaf("port")).toMatchObject({
      layer: "host",
      origin: { line: 2 },
      shadowed: [
        { layer: "policy", value: 443 },
        { layer: "default", value: 80 },
      ],
    });
    expect(result.toObject()).toEqual({
      port: 8443,
      hosts: ["localhost", "a", "b"],
      tls: { cert: "x", level: "modern" },
    });
    expect(result.validate()).toEqual([]);
  });

  it("knows priorities, unset and markers", () => {
    const result = foldLayers(schema, [
      { name: "a", values: { port: force(1), hosts: unset() } },
      { name: "b", values: { port: 2, hosts: append(["x"]), tls: { level: byDefault("old") } } },
    ]);
    expect(result.toObject()).toEqual({ port: 1, hosts: ["x"], tls: { level: "old" } });
  });

  it("explains invalid values", () => {
    const result = foldLayers(schema, [
      { name: "a", origin: "f.ts:1", values: { prot: 1, port: "x" } as never },
    ]);
    expect(result.validate()).toMatchObject([
      { code: "unknown-key", suggestion: "port", layer: "a" },
      { code: "type", path: ["port"], layer: "a", origin: "f.ts:1" },
    ]);
  });
});
