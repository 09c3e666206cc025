import { foldLayers, lazy, type Schema, SchemaError, schemaOf, unset, when } from "gen-schema";
import { describe, expect, it } from "vitest";

const open: Schema = schemaOf({ type: "object" });

/** A log of what was evaluated, and functions that write to it. */
function watch(): { log: string[]; note: <T>(name: string, value: T) => () => T } {
  const log: string[] = [];
  return {
    log,
    note: (name, value) => () => {
      log.push(name);
      return value;
    },
  };
}

describe("laziness", () => {
  it("evaluates nothing before something is read", () => {
    const { log, note } = watch();
    const result = foldLayers(open, [
      { name: "a", when: note("condition", true), values: note("values", { x: 1 }) },
    ]);
    expect(log).toEqual([]);
    expect(result.get("x")).toBe(1);
    expect(log).toEqual(["condition", "values"]);
    result.toObject();
    expect(log).toEqual(["condition", "values"]);
  });

  it("reads one leaf without the conditions, lazy values and strategies of the others", () => {
    const { log, note } = watch();
    const schema: Schema = schemaOf({
      type: "object",
      properties: { x: {}, y: { "x-fold": "noted" }, z: {} },
    });
    const result = foldLayers(
      schema,
      [
        { name: "a", values: { x: 1, y: 1, z: { deep: lazy(note("deep", 1)), other: 2 } } },
        { name: "b", when: note("b", true), values: { y: 2 } },
        { name: "c", values: { y: when(note("y", true), 3), z: lazy(note("z", { deep: 4 })) } },
      ],
      {
        strategies: {
          noted: (_, high) => {
            log.push("strategy");
            return high;
          },
        },
      },
    );
    expect(result.get("x")).toBe(1);
    expect(result.leaf("x")?.layer).toBe("a");
    expect(log).toEqual([]);
    expect(result.get("z.other")).toBe(2);
    expect(log).toEqual(["z"]);
    expect(result.get("y")).toBe(3);
    expect(log).toEqual(["z", "b", "y", "strategy", "strategy"]);
    result.toObject();
    result.toObject();
    expect(log).toEqual(["z", "b", "y", "strategy", "strategy"]);
  });

  it("computes a shadowed value only when somebody looks at it", () => {
    const { log, note } = watch();
    const result = foldLayers(open, [
      { name: "a", values: { x: lazy(note("x", 1)) } },
      { name: "b", values: { x: 2 } },
    ]);
    expect(result.leaf("x")?.value).toBe(2);
    expect(result.leaf("x")?.shadowed.map((def) => def.layer)).toEqual(["a"]);
    expect(log).toEqual([]);
    expect(result.leaf("x")?.shadowed[0]?.value).toBe(1);
    expect(log).toEqual(["x"]);
  });

  it("reads only the keys that are asked for", () => {
    let reads = 0;
    const values = {
      x: 1,
      get y(): number {
        reads++;
        return 2;
      },
    };
    const result = foldLayers(open, [{ name: "a", values }]);
    expect(result.get("x")).toBe(1);
    expect(reads).toBe(0);
    expect(result.get("y")).toBe(2);
    expect(reads).toBeGreaterThan(0);
  });

  it("lets conditions and lazy values read other leaves", () => {
    const result = foldLayers(open, [
      { name: "a", values: { tls: true, port: 80 } },
      { name: "b", when: (read) => read.get("tls") === true, values: { port: 443 } },
      { name: "c", values: { url: lazy((read) => `https://host:${read.get("port")}`) } },
    ]);
    expect(result.toObject()).toEqual({ tls: true, port: 443, url: "https://host:443" });
    expect(result.leaf("port")).toMatchObject({
      layer: "b",
      shadowed: [{ layer: "a", value: 80 }],
    });
  });

  it("names a condition that depends on what it conditions", () => {
    const result = foldLayers(open, [
      { name: "a", values: { x: 1 } },
      { name: "b", origin: "b.ts:3", when: (read) => read.get("x") === 1, values: { x: 2 } },
    ]);
    for (const _ of [1, 2]) {
      expect(() => result.get("x")).toThrow(
        expect.objectContaining({
          code: "condition-cycle",
          issues: [expect.objectContaining({ layer: "b", origin: "b.ts:3" })],
        }),
      );
    }
  });

  it("names a value that depends on itself", () => {
    const result = foldLayers(open, [
      {
        name: "a",
        values: { x: lazy((read) => read.get("y")), y: lazy((read) => read.get("x")), z: 1 },
      },
    ]);
    for (const _ of [1, 2]) {
      expect(() => result.get("x")).toThrow(expect.objectContaining({ code: "value-cycle" }));
    }
    expect(result.get("z")).toBe(1);
  });

  it("passes an error of a lazy value on, each time, and only for that leaf", () => {
    const result = foldLayers(open, [
      {
        name: "a",
        values: {
          x: lazy(() => {
            throw new Error("no");
          }),
          y: 1,
        },
      },
    ]);
    expect(() => result.get("x")).toThrow("no");
    expect(() => result.get("x")).toThrow("no");
    expect(result.get("y")).toBe(1);
  });
});

describe("a missing required leaf", () => {
  const schema = schemaOf({
    domain: { type: "string", required: true },
    tls: { type: "object", required: ["cert"], properties: { cert: { type: "string" } } },
    port: { type: "integer", default: 80 },
  });

  it("is found by validate", () => {
    const result = foldLayers(schema, [{ name: "a", values: { tls: {} } }]);
    expect(result.get("domain")).toBeUndefined();
    expect(result.validate().map(({ code, path }) => [code, path])).toEqual([
      ["missing", ["domain"]],
      ["missing", ["tls", "cert"]],
    ]);
    expect(() => result.valid()).toThrow(SchemaError);
  });

  it("fails on access, if so chosen, and only there", () => {
    const result = foldLayers(schema, [{ name: "a", values: { tls: {} } }], { missing: "access" });
    expect(result.get("port")).toBe(80);
    expect(() => result.get("domain")).toThrow(/domain is required, but no layer sets it/);
    expect(() => result.get("tls.cert")).toThrow(expect.objectContaining({ code: "missing-leaf" }));
    try {
      result.toObject();
      expect.unreachable();
    } catch (error) {
      expect((error as SchemaError).issues.map((issue) => issue.path)).toEqual([
        ["domain"],
        ["tls", "cert"],
      ]);
    }
  });

  it("says who unset it", () => {
    const result = foldLayers(
      schema,
      [
        { name: "a", values: { domain: "x" } },
        { name: "b", origin: 7, values: { domain: when(true, unset()) } },
      ],
      { missing: "access" },
    );
    expect(() => result.get("domain")).toThrow(/layer "b" unset it/);
    expect(result.leaf("domain")).toMatchObject({
      present: false,
      layer: "b",
      origin: 7,
      shadowed: [{ layer: "a", value: "x" }],
    });
  });
});
