import {
  applyMixin,
  composeMixins,
  defineKind,
  fields,
  foldLayers,
  type Infer,
  type InferInput,
  type Layer,
  mixin,
  openRegistry,
  ref,
  type Schema,
  schemaOf,
} from "gen-schema";
import { Type } from "typebox";
import { describe, expect, expectTypeOf, it } from "vitest";

describe("inference from literals", () => {
  it("knows JSON Schema's words", () => {
    const settings = schemaOf({
      port: { type: "integer", default: 80 },
      host: { type: "string" },
      mode: { enum: ["fast", "safe"], required: true },
      level: { const: 3 },
      tags: { type: "array", items: { type: "string" } },
      pair: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: false },
      maybe: { type: ["string", "null"] },
      tls: {
        type: "object",
        properties: { cert: { type: "string" }, key: { type: "string" } },
        required: ["cert"],
      },
      env: { type: "object", additionalProperties: { type: "string" } },
      any: {},
      either: { anyOf: [{ type: "string" }, { type: "integer" }] },
      both: {
        allOf: [
          { type: "object", properties: { a: { type: "string" } } },
          { type: "object", properties: { b: { type: "string" } } },
        ],
      },
    });
    type Out = typeof settings extends Schema<unknown, infer T> ? T : never;
    expectTypeOf<Out>().toEqualTypeOf<{
      mode: "fast" | "safe";
      port: number;
      host?: string;
      level?: 3;
      tags?: string[];
      pair?: [string, number];
      maybe?: string | null;
      tls?: { cert: string; key?: string };
      env?: { [key: string]: string };
      any?: unknown;
      either?: string | number;
      both?: { a?: string } & { b?: string };
    }>();
  });

  it("follows references, also round", () => {
    const tree = {
      type: "object",
      properties: { value: { $ref: "#/$defs/port" }, next: { $ref: "#" } },
      required: ["value"],
      $defs: { port: { type: "integer" } },
    } as const;
    type Tree = Infer<typeof tree>;
    expectTypeOf<Tree["value"]>().toEqualTypeOf<number>();
    expectTypeOf<NonNullable<NonNullable<Tree["next"]>["next"]>["value"]>().toEqualTypeOf<number>();
  });

  it("takes what TypeBox builds", () => {
    const box = Type.Object({
      port: Type.Integer({ default: 80 }),
      map: Type.Record(Type.String(), Type.Number()),
      pair: Type.Tuple([Type.String(), Type.Number()]),
      either: Type.Optional(Type.Union([Type.Literal("a"), Type.Null()])),
    });
    expectTypeOf<Infer<typeof box>>().toEqualTypeOf<{
      port: number;
      map: { [key: string]: number };
      pair: [string, number];
      either?: "a" | null;
    }>();
  });

  it("falls back to unknown", () => {
    const dynamic: Schema = schemaOf(JSON.parse("{}") as unknown);
    expectTypeOf(foldLayers(dynamic, []).get("x")).toEqualTypeOf<unknown>();
    expectTypeOf<Infer<typeof dynamic>>().toEqualTypeOf<unknown>();
    const layers: Layer[] = [{ name: "a", values: { x: 1 } }];
    expect(foldLayers(dynamic, layers).get("x")).toBe(1);
  });
});

describe("types of folds", () => {
  const schema = schemaOf({
    port: { type: "integer", default: 80 },
    tls: { type: "object", properties: { cert: { type: "string" } } },
  });

  it("check layers and type what is read", () => {
    const result = foldLayers(schema, [{ name: "a", values: { port: 1, tls: { cert: "x" } } }]);
    expectTypeOf(result.get("port")).toEqualTypeOf<number>();
    expectTypeOf(result.get("tls.cert")).toEqualTypeOf<string | undefined>();
    expectTypeOf(result.get(["tls", "cert"])).toEqualTypeOf<string | undefined>();
    expectTypeOf(result.get("other")).toEqualTypeOf<unknown>();
    expectTypeOf(result.toObject()).toEqualTypeOf<{ port: number; tls?: { cert?: string } }>();
    // @ts-expect-error a text is no port
    foldLayers(schema, [{ name: "a", values: { port: "x" } }]);
    // @ts-expect-error a misspelled key
    foldLayers(schema, [{ name: "a", values: { prot: 1 } }]);
    // @ts-expect-error a layer needs a name
    foldLayers(schema, [{ values: { port: 1 } }]);
    // @ts-expect-error no such option
    foldLayers(schema, [], { mode: "nix" });
  });
});

describe("types of fields, mixins and kinds", () => {
  it("flow through", () => {
    const typed = fields({ type: { type: "string", required: true } });
    expectTypeOf<Infer<typeof typed>>().toEqualTypeOf<{ type: string }>();

    const a = mixin({ name: "a", fields: { port: { type: "integer", default: 1 } } });
    const b = mixin({
      name: "b",
      fields: { port: { type: "string", required: true } },
      overrides: ["port"],
    });
    const base = { host: { type: "string", required: true } } as const;
    const once = applyMixin(base, a);
    expectTypeOf<Infer<typeof once>>().toEqualTypeOf<{ host: string; port: number }>();
    const twice = applyMixin(base, composeMixins(a, b));
    expectTypeOf<Infer<typeof twice>>().toEqualTypeOf<{ host: string; port: string }>();

    const host = defineKind({
      name: "host",
      schema: {
        name: { type: "string", required: true },
        environment: ref("environment"),
        port: { type: "integer", default: 22 },
      },
      identity: ["name"],
      computed: {
        fqdn: (self) => {
          expectTypeOf(self.get("name")).toEqualTypeOf<string>();
          return `${self.get("name")}.example.com`;
        },
      },
    });
    expectTypeOf<InferInput<typeof host.schema>>().toEqualTypeOf<{
      name: string;
      environment?: string;
      port?: number;
    }>();
    const web = openRegistry([host], []).get(host, "web1");
    expectTypeOf(web?.get("fqdn")).toEqualTypeOf<string | undefined>();
    expectTypeOf(web?.get("port")).toEqualTypeOf<number | undefined>();
    // @ts-expect-error the name is a text
    expect(() => defineKind({ name: 5, schema: {}, identity: [] })).toThrow();
  });
});
