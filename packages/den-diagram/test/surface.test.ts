import * as surface from "den-diagram";
import { expect, it } from "vitest";

it("exports these names and no others", () => {
  expect(Object.keys(surface).sort()).toEqual([
    "DiagramError",
    "MERMAID_EDGES",
    "between",
    "changed",
    "collapse",
    "difference",
    "layout",
    "neighbourhood",
    "only",
    "picture",
    "textWidth",
    "toDot",
    "toHtml",
    "toMermaid",
    "toSvg",
  ]);
});
