import { nix } from "gen-nix";
import { describe, expectTypeOf, it } from "vitest";
import {
  defineAspect,
  defineFleet,
  definePolicy,
  defineService,
  type HostView,
  policy,
} from "../src/index.ts";

// Nothing here runs for its result: `tsc` checks it, and what must not compile says so.
describe("types of what people write", () => {
  it("settings inside content have the types of their schema", () => {
    defineAspect({
      settings: {
        port: { type: "integer", default: 80 },
        names: { type: "array", items: { type: "string" } },
      },
      nixos: ({ settings, pkgs, host }) => {
        expectTypeOf(settings.port).toEqualTypeOf<number>();
        expectTypeOf(host).toEqualTypeOf<HostView>();
        // @ts-expect-error there is no such setting
        settings.prot;
        return { package: pkgs.hello.overrideAttrs };
      },
    });
  });
  it("a fleet infers them aspect by aspect, and knows its own classes and channels", () => {
    defineFleet({
      classes: { k8s: { kind: "host" } },
      channels: { ports: {} },
      aspects: {
        a: {
          settings: { port: { type: "integer", default: 80 } },
          nixos: ({ settings }) => {
            expectTypeOf(settings.port).toEqualTypeOf<number>();
            return {};
          },
          packages: {
            tool: ({ pkgs, fleet }) => [
              pkgs.hello,
              expectTypeOf(fleet.name).toEqualTypeOf<string>(),
            ],
          },
          homeManager: { nested: (x) => x.y },
          k8s: ({ host }) => ({ name: host.name }),
          ports: [80],
          tests: { one: { expr: 1, expected: 1 } },
        },
        b: ({ host }) => ({ nixos: { networking: { hostName: host.name } } }),
        c: { nixos: nix.file("./x.nix") },
        // @ts-expect-error no class, channel or key is called so
        d: { nixso: {} },
      },
    });
  });
  it("aspects of a namespace and aspects in place read their settings and scope", () => {
    const nginx = defineAspect({
      settings: { port: { type: "integer", default: 80 } },
      nixos: ({ settings }) => ({ port: settings.port + 1 }),
    });
    defineFleet({
      namespaces: {
        ext: {
          aspects: {
            nginx,
            motd: {
              settings: { text: { type: "string", default: "hi" } },
              nixos: ({ settings, host, pkgs }) => ({
                users: { motd: settings.text, on: host.name, with: pkgs.hello },
              }),
            },
            // @ts-expect-error no class, channel or key is called so
            wrong: { nixso: {} },
          },
        },
      },
      aspects: {
        a: {
          includes: [nginx, { nixos: ({ host }) => ({ name: host.name }) }],
        },
      },
    });
  });
  it("misspelled keys of a fleet and of a host do not compile", () => {
    defineFleet({
      // @ts-expect-error
      hsots: {},
    });
    defineFleet({
      hosts: {
        "x86_64-linux": {
          a: {
            // @ts-expect-error
            inclodes: [],
          },
        },
      },
    });
  });
  it("a policy sees its scope and what is above", () => {
    definePolicy("user", ({ user, host }) => [policy.assert(user.host === host.name, "")]);
    // @ts-expect-error a host has no one user
    definePolicy("host", ({ user }) => [policy.include(user.name)]);
    // @ts-expect-error effects, not names
    definePolicy("host", () => ["nginx"]);
  });
  it("configuring an aspect by value knows its settings", () => {
    const nginx = defineAspect({ settings: { port: { type: "integer", default: 80 } } });
    policy.configure(nginx, { port: 443 });
    // @ts-expect-error
    policy.configure(nginx, { prot: 443 });
    policy.configure("nginx", { anything: 1 });
    defineFleet({ aspects: { nginx }, hosts: { "x86_64-linux": { a: { includes: [nginx] } } } });
  });
  it("a service types each role's settings", () => {
    defineService({
      roles: {
        server: {
          members: "host",
          settings: { directory: { type: "string", default: "/x" } },
          aspect: ({ settings, peers }) => {
            expectTypeOf(settings.directory).toEqualTypeOf<string>();
            return { nixos: { names: peers.client?.names ?? [] } };
          },
        },
      },
    });
  });
});
