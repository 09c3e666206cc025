import { describe, expect, it } from "vitest";
import { treeOf } from "../../src/emit/tree.ts";
import { defineFleet, definePolicy, policy } from "../../src/index.ts";
import { errorsOf, modulesOf, open } from "../support/open.ts";

const layout = { root: "/fleet", out: "/fleet/den-out" };

function tree(pipeline: ReturnType<typeof open>): Map<string, string> {
  return new Map(
    [...treeOf(pipeline, layout, [])].map((file) => [file.path, String(file.content)]),
  );
}

describe("instantiate", () => {
  it("the specification's host-to-terranix policy", () => {
    const fleet = open(
      defineFleet({
        hosts: { "x86_64-linux": { web1: { includes: ["web"] }, web2: {} } },
        aspects: {
          web: { terranix: { resource: { hcloud_server: { web: { server_type: "cx21" } } } } },
        },
        policies: {
          "host-to-terranix": definePolicy("host", ({ host }) => [
            policy.instantiate({
              name: `${host.name}-tf`,
              class: "terranix",
              instantiate: ({ modules }) => modules,
              intoAttr: ["terranixModules", host.name],
            }),
          ]),
        },
      }),
    );
    expect(errorsOf(fleet)).toEqual([]);
    const files = tree(fleet);
    expect(files.get("default.nix")).toMatch(
      /terranixModules = \{[^}]*web1 = \[ \.\/modules\/web-[0-9a-f]+\.nix \];/s,
    );
    expect(JSON.parse(files.get("terraform/web1-tf/config.tf.json") ?? "")).toEqual({
      resource: { hcloud_server: { web: { server_type: "cx21" } } },
    });
  });
});

describe("routes", () => {
  it("a class of one's own goes below a path, behind a guard", () => {
    const fleet = open(
      defineFleet({
        classes: { persist: { kind: "host" } },
        hosts: { "x86_64-linux": { m: { includes: ["a"] } } },
        aspects: { a: { persist: { directories: ["/var/lib/a"] } } },
        policies: {
          persist: definePolicy("host", [
            policy.route({
              from: "persist",
              to: "nixos",
              at: ["environment", "persistence", "/keep"],
              guard: ({ options }) =>
                (options as { environment: { persistence: unknown } }).environment.persistence,
            }),
          ]),
        },
      }),
    );
    expect(errorsOf(fleet)).toEqual([]);
    expect(modulesOf(fleet, "m")).toEqual([
      'a at environment.persistence./keep: { directories = [ "/var/lib/a" ]; }',
    ]);
    const module = [...tree(fleet)].find(([path]) => path.startsWith("modules/a-"))?.[1];
    expect(module).toMatch(/optionalAttrs options\.environment\.persistence/);
    expect(module).toMatch(/environment\.persistence\."\/keep"\.directories/);
  });
  it("into each user's home, and from a user up to the host", () => {
    const fleet = open(
      defineFleet({
        classes: { gui: { kind: "host" }, groups: { kind: "user" } },
        hosts: { "x86_64-linux": { m: { includes: ["a"], users: { u: { includes: ["b"] } } } } },
        aspects: { a: { gui: { x: 1 } }, b: { groups: { g: 1 } } },
        policies: {
          gui: definePolicy("user", [
            policy.route({ from: "gui", to: "homeManager", at: ["gui"] }),
          ]),
          groups: definePolicy("user", ({ user }) => [
            policy.route({ from: "groups", to: "nixos", at: ["acl", user.name] }),
          ]),
        },
      }),
    );
    expect(modulesOf(fleet, "m")).toEqual([
      "b at acl.u: { g = 1; }",
      "a at home-manager.users.u.gui: { x = 1; }",
    ]);
  });
  it("a class that forwards by declaration, through another one", () => {
    const fleet = open(
      defineFleet({
        classes: { inner: { into: "outer", at: ["b"] }, outer: { into: "nixos", at: ["a"] } },
        hosts: { "x86_64-linux": { m: { includes: ["x"] } } },
        aspects: { x: { inner: { v: 1 } } },
      }),
    );
    expect(modulesOf(fleet, "m")).toEqual(["x at a.b: { v = 1; }"]);
  });
  it("provide adds a fresh module, and a route that names no class is an error", () => {
    const fleet = open({
      hosts: { "x86_64-linux": { m: {} } },
      policies: {
        p: definePolicy("host", [policy.provide({ class: "nixos", module: { a: 1 }, at: ["x"] })]),
        q: definePolicy("host", [policy.route({ from: "nixs", to: "nixos" })]),
      },
    });
    expect(modulesOf(fleet, "m")).toEqual(["policy.p at x: { a = 1; }"]);
    expect(errorsOf(fleet)).toContain("DEN_ROUTE_INVALID");
  });
  it("spawn adds a user, and refuses what can only be declared", () => {
    const fleet = open({
      hosts: { "x86_64-linux": { m: {} } },
      aspects: { u: { user: { isNormalUser: true } } },
      policies: {
        p: definePolicy("host", [policy.spawn({ kind: "user", name: "bob", includes: ["u"] })]),
        q: definePolicy("fleet", [policy.spawn({ kind: "host", name: "x" })]),
      },
    });
    expect(modulesOf(fleet, "m")).toEqual(["u at users.users.bob: { isNormalUser = true; }"]);
    expect(errorsOf(fleet)).toContain("DEN_SPAWN_INVALID");
  });
});
