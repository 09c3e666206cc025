import { describe, expect, it } from "vitest";
import { errorsOf, modulesOf, open } from "./support/open.ts";

describe("a kind that inherits", () => {
  const fleet = (inherits: string[]) =>
    open({
      kinds: { container: { parent: "host", inherits } },
      hosts: {
        "x86_64-linux": {
          h: {
            tags: ["x"],
            meta: { a: 1, b: 1 },
            children: { container: { c: { meta: { b: 2 }, includes: ["p"] } } },
          },
        },
      },
      aspects: {
        p: {
          nixos: ({ container }: { container: { meta: object; tags: Set<string> } }) => ({
            meta: { ...container.meta },
            tagged: container.tags.has("x"),
          }),
        },
      },
    });
  it("has meta and tags from above, its own first", () => {
    expect(modulesOf(fleet(["meta", "tags"]), "h")).toEqual([
      "p: { meta = { a = 1; b = 2; }; tagged = true; }",
    ]);
  });
  it("has only its own where nothing says so", () => {
    expect(modulesOf(fleet([]), "h")).toEqual(["p: { meta.b = 2; tagged = false; }"]);
  });
});

describe("settings inside a computed aspect", () => {
  it("are refused, with where to put them", () => {
    const fleet = open({
      hosts: { "x86_64-linux": { h: { includes: ["p"] } } },
      aspects: { p: () => ({ settings: { a: { type: "integer" } }, nixos: {} }) },
    });
    expect(errorsOf(fleet)).toEqual(["DEN_WRONG_TYPE"]);
  });
  it("work beside it", () => {
    const fleet = open(
      {
        hosts: { "x86_64-linux": { h: { includes: ["p"] } } },
        aspects: { p: { settings: { a: { type: "integer", default: 4 } } } },
      },
      {
        "p.ts": {
          aspects: {
            p: ({ settings }: { settings: { a: number } }) => ({ nixos: { v: settings.a } }),
          },
        },
      },
    );
    expect(modulesOf(fleet, "h")).toEqual(["p: { v = 4; }"]);
  });
});
