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

describe("kinds that den brings", () => {
  const fleet = (kinds: object) =>
    open({
      kinds,
      environments: {
        prod: { hosts: "host[tag=web]", tags: ["eu"], meta: { region: "eu-1", tier: 1 } },
      },
      hosts: {
        "x86_64-linux": {
          h: { tags: ["web"], meta: { tier: 2 }, users: { u: {} }, includes: ["p"] },
        },
      },
      aspects: {
        p: {
          nixos: ({ host }: { host: { meta: object; tags: Set<string> } }) => ({
            meta: { ...host.meta },
            tags: [...host.tags],
          }),
        },
      },
      policies: { q: { at: "user", when: "user[tag=eu]", run: [] } },
    });
  it("inherit where the fleet says so, even where the environment selects by tag", () => {
    const asked = fleet({ host: { inherits: ["tags", "meta"] }, user: { inherits: ["tags"] } });
    expect(errorsOf(asked)).toEqual([]);
    expect(modulesOf(asked, "h")).toEqual([
      'p: { meta = { region = "eu-1"; tier = 2; }; tags = [ "eu" "web" ]; }',
    ]);
    expect([...asked.evaluator.get(asked.topology.tags, "user:u@h")]).toEqual(["eu", "web"]);
  });
  it("keep what they are: another parent is refused", () => {
    expect(errorsOf(fleet({ host: { parent: "fleet" } }))).toContain("DEN_DUPLICATE_NAME");
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
