import { foldLayers, type Schema, schemaOf } from "gen-schema";
import { describe, expect, it } from "vitest";
import { FOLDS, layersOf } from "./tables/folds.ts";

describe("the table of folds", () => {
  for (const item of FOLDS) {
    it(item.name, () => {
      const schema: Schema = schemaOf({
        type: "object",
        ...(item.schema === undefined ? {} : { properties: { x: item.schema } }),
      });
      const result = foldLayers(schema, layersOf(item.says), item.options);
      expect(result.get("x")).toEqual(item.value);
      expect(result.toObject()).toEqual(item.value === undefined ? {} : { x: item.value });
      expect(result.has("x")).toBe(item.value !== undefined);
      const leaf = result.leaf("x");
      if (item.by !== undefined) {
        expect(leaf?.layer).toBe(item.by);
        const line = ["a", "b", "c", "d"].indexOf(item.by) + 1;
        expect(leaf?.origin).toEqual(line === 0 ? undefined : { line });
        expect(leaf?.present).toBe(item.value !== undefined);
      }
      if (item.shadows !== undefined) {
        expect(leaf?.shadowed.map((def) => `${def.layer}: ${JSON.stringify(def.value)}`)).toEqual(
          item.shadows,
        );
      }
    });
  }
});
