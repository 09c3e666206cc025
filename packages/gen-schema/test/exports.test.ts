import * as surface from "gen-schema";
import { expect, it } from "vitest";

it("exports exactly this", () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "SchemaError",
      "append",
      "applyMixin",
      "byDefault",
      "canonical",
      "compileFold",
      "composeMixins",
      "defineKind",
      "didYouMean",
      "diffSchemas",
      "fields",
      "foldLayers",
      "force",
      "identityOf",
      "isMarked",
      "isSchema",
      "lazy",
      "merge",
      "mixin",
      "nearest",
      "openRegistry",
      "parse",
      "prepend",
      "ref",
      "replace",
      "reset",
      "schemaOf",
      "showPath",
      "toJsonSchema",
      "toMarkdown",
      "toTypeScript",
      "union",
      "unset",
      "validate",
      "when",
      "withDefaults",
      "withPriority",
    ]
  `);
});
