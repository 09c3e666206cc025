import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ref, type Schema, schemaOf, toJsonSchema, toMarkdown, toTypeScript } from "gen-schema";
import { describe, expect, it } from "vitest";

const settings: Schema = schemaOf({
  title: "nginx settings",
  description: "What nginx | serves.",
  type: "object",
  properties: {
    port: {
      type: "integer",
      minimum: 1,
      maximum: 65535,
      default: 80,
      description: "Where it listens.",
    },
    mode: { enum: ["fast", "safe"], description: "How\nit <runs>." },
    hosts: { type: "array", items: { type: "string" }, "x-fold": "append", default: [] },
    tls: {
      type: "object",
      required: ["cert"],
      properties: { cert: { type: "string" }, "min-version": { type: "string", deprecated: true } },
    },
    users: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
    env: { type: "object", additionalProperties: { type: "string", description: "A variable." } },
    tree: { $ref: "#/$defs/tree" },
    environment: ref("environment"),
    "odd`|key": { const: "a|`b`" },
    pair: {
      type: "array",
      prefixItems: [{ type: "string" }, { type: ["number", "null"] }],
      minItems: 1,
      items: false,
    },
    either: {
      anyOf: [
        { type: "string" },
        { type: "array", items: { anyOf: [{ type: "integer" }, { type: "null" }] } },
      ],
    },
    both: {
      allOf: [
        { type: "object", properties: { a: {} } },
        { anyOf: [{ type: "object", properties: { b: {} } }, { type: "null" }] },
      ],
    },
    none: { type: "object", properties: {}, additionalProperties: false },
    comment: { type: "string", description: "ends */ here" },
  },
  required: ["mode"],
  $defs: {
    tree: {
      type: "object",
      properties: {
        value: { type: "integer" },
        children: { type: "array", items: { $ref: "#/$defs/tree" } },
      },
    },
  },
  additionalProperties: false,
});

describe("toMarkdown", () => {
  it("is a table with one row per key", () => {
    expect(toMarkdown(settings)).toMatchInlineSnapshot(`
      "## nginx settings

      What nginx \\| serves.

      | Key | Type | Default | Required | Layers | Description |
      | --- | --- | --- | --- | --- | --- |
      | \`port\` | \`integer 1…65535\` | \`80\` |  |  | Where it listens. |
      | \`mode\` | \`"fast" \\| "safe"\` |  | yes |  | How it &lt;runs>. |
      | \`hosts\` | \`list of string\` | \`[]\` |  | append |  |
      | \`tls\` | \`object\` |  |  |  |  |
      | \`tls.cert\` | \`string\` |  | yes |  |  |
      | \`tls.min-version\` | \`string\` |  |  |  | **Deprecated.**  |
      | \`users\` | \`list of object\` |  |  |  |  |
      | \`users[]\` | \`object\` |  |  |  |  |
      | \`users[].name\` | \`string\` |  |  |  |  |
      | \`env\` | \`map of string\` |  |  |  |  |
      | \`env.*\` | \`string\` |  |  |  | A variable. |
      | \`tree\` | \`tree\` |  |  |  |  |
      | \`tree.value\` | \`integer\` |  |  |  |  |
      | \`tree.children\` | \`list of tree\` |  |  |  |  |
      | \`tree.children[]\` | \`tree\` |  |  |  |  |
      | \`environment\` | \`string\` |  |  |  |  |
      | \`\`["odd\`\\|key"]\`\` | \`\`"a\\|\`b\`"\`\` |  |  |  |  |
      | \`pair\` | \`[string, number \\| null]\` |  |  |  |  |
      | \`either\` | \`string \\| list of integer \\| null\` |  |  |  |  |
      | \`either[]\` | \`integer \\| null\` |  |  |  |  |
      | \`both\` | \`object & object \\| null\` |  |  |  |  |
      | \`both.a\` | \`any\` |  |  |  |  |
      | \`both.b\` | \`any\` |  |  |  |  |
      | \`none\` | \`object\` |  |  |  |  |
      | \`comment\` | \`string\` |  |  |  | ends */ here |
      "
    `);
  });

  it("takes every source and option", () => {
    expect(toMarkdown({ a: { type: "string" } }, { title: "T", level: 4 })).toBe(
      "#### T\n\n| Key | Type | Default | Required | Description |\n| --- | --- | --- | --- | --- |\n| `a` | `string` |  |  |  |\n",
    );
    expect(toMarkdown({ type: "integer" })).toBe("Accepts: `integer`\n");
  });
});

describe("toJsonSchema", () => {
  it("is the schema as data of its own", () => {
    const json = toJsonSchema(settings, { id: "https://example.com/nginx", title: "T" }) as Record<
      string,
      unknown
    >;
    expect(json.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect([json.$id, json.title]).toEqual(["https://example.com/nginx", "T"]);
    (json.properties as Record<string, unknown>).port = 1;
    expect(toJsonSchema(settings)).toMatchObject({
      properties: { port: { type: "integer" }, hosts: { "x-fold": "append" } },
    });
    expect(schemaOf(toJsonSchema(settings)).json).toEqual({
      $schema: json.$schema,
      ...(settings.json as object),
    });
    expect(toJsonSchema(false)).toMatchObject({ not: {} });
  });
});

describe("toTypeScript", () => {
  it("is a declaration", () => {
    expect(toTypeScript(settings, { name: "nginx-settings" })).toMatchInlineSnapshot(`
      "export type Tree = {
        value?: number;
        children?: Tree[];
      };

      /** What nginx | serves. */
      export type NginxSettings = {
        /**
         * Where it listens.
         * @default 80
         */
        port?: number;
        /**
         * How
         * it <runs>.
         */
        mode: "fast" | "safe";
        /** @default [] */
        hosts?: string[];
        tls?: {
          cert: string;
          /** @deprecated */
          "min-version"?: string;
        };
        users?: {
          name?: string;
        }[];
        env?: {
          [key: string]: string;
        };
        tree?: Tree;
        environment?: string;
        "odd\`|key"?: "a|\`b\`";
        pair?: [string, (number | null)?];
        either?: string | (number | null)[];
        both?: {
          a?: unknown;
        } & ({
          b?: unknown;
        } | null);
        none?: Record<string, never>;
        /** ends *\\/ here */
        comment?: string;
      };
      "
    `);
  });

  it("has a side for what is there once defaults are in", () => {
    expect(toTypeScript({ port: { type: "integer", default: 80 } }, { side: "output" })).toBe(
      "export type Value = {\n  /** @default 80 */\n  port: number;\n};\n",
    );
  });

  it("compiles, and means the same", () => {
    const folder = mkdtempSync(join(tmpdir(), "gen-schema-"));
    try {
      const check = `
const good: Settings[] = [
  { mode: "fast", tls: { cert: "x" }, tree: { children: [{ value: 1 }] }, pair: ["a", null], either: [1, null], both: { a: 1, b: 2 }, none: {}, "odd\`|key": "a|\`b\`", env: { A: "b" } },
];
// @ts-expect-error mode is required
const a: Settings = {};
// @ts-expect-error no such mode
const b: Settings = { mode: "slow" };
// @ts-expect-error a tree holds trees
const c: Settings = { mode: "fast", tree: { children: [1] } };
// @ts-expect-error no such key
const d: Settings = { mode: "fast", prot: 1 };
export { a, b, c, d, good };
`;
      writeFileSync(
        join(folder, "settings.ts"),
        toTypeScript(settings, { name: "Settings" }) + check,
      );
      const compiler = createRequire(import.meta.url).resolve("typescript/package.json");
      const tsc = join(dirname(compiler), "bin", "tsc");
      const run = (): string =>
        execFileSync(
          process.execPath,
          [
            tsc,
            "--noEmit",
            "--strict",
            "--ignoreConfig",
            "--types",
            "",
            join(folder, "settings.ts"),
          ],
          { encoding: "utf8" },
        );
      expect(run()).toBe("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
