import { describe, expect, it } from "vitest";
import { defineFleet, definePolicy, policy, sel } from "../../src/index.ts";
import { aspectsOf, errorsOf, findingsOf, open, settingsOf } from "../support/open.ts";

const linux = (hosts: object) => ({ hosts: { "x86_64-linux": hosts } });
const marker = { nixos: { a: 1 } };

describe("the specification's nginx example", () => {
  const fleet = (host: object) =>
    defineFleet({
      tags: { production: ["web1"] },
      hosts: {
        "x86_64-linux": { web1: { includes: ["nginx"], ...host }, web2: { includes: ["nginx"] } },
      },
      aspects: {
        nginx: {
          settings: { port: { type: "integer", minimum: 1, maximum: 65535, default: 80 } },
          nixos: ({ settings }) => ({
            networking: { firewall: { allowedTCPPorts: [settings.port] } },
          }),
        },
      },
      policies: {
        "nginx-production": definePolicy("host", ({ host: one }) =>
          one.tags.has("production") ? [policy.configure("nginx", { port: 443 })] : [],
        ),
      },
    });
  it("layer 1, 2 and 3", () => {
    expect(settingsOf(open(fleet({})), "host:web2", "nginx")).toEqual({ port: 80 });
    expect(settingsOf(open(fleet({})), "host:web1", "nginx")).toEqual({ port: 443 });
    const own = open(fleet({ aspects: { nginx: { settings: { port: 8443 } } } }));
    expect(settingsOf(own, "host:web1", "nginx")).toEqual({ port: 8443 });
    const leaf = own.evaluator.get(own.settings.settings, "host:web1", "nginx")?.leaf("port");
    expect(leaf?.layer).toBe("host web1");
    expect(leaf?.shadowed.map((one) => [one.layer, one.value])).toEqual([
      ["policy nginx-production", 443],
      ["aspect nginx", 80],
    ]);
  });
  it("enforce is above the host", () => {
    const fleetWith = {
      ...fleet({ aspects: { nginx: { settings: { port: 8443 } } } }),
      policies: { rule: definePolicy("host", [policy.enforce("nginx", { port: 1234 })]) },
    };
    expect(settingsOf(open(fleetWith), "host:web1", "nginx")).toEqual({ port: 1234 });
  });
});

describe("conditions", () => {
  it("a selector decides where a policy fires, and why it did not is told", () => {
    const fleet = open({
      ...linux({ a: { tags: ["x"] }, b: {} }),
      aspects: { marker },
      policies: { p: definePolicy("host", { when: sel.tag("x") }, [policy.include("marker")]) },
    });
    expect(aspectsOf(fleet, "host:a")).toEqual(["marker"]);
    expect(aspectsOf(fleet, "host:b")).toEqual([]);
    const [suppressed] = fleet.evaluator.get(fleet.decided.decisions, "host:b").suppressed;
    expect(suppressed?.reason).toMatch(/selector/);
  });
  it("an aspect present only where another is absent", () => {
    const fleet = open({
      ...linux({ a: { includes: ["bundle"] }, b: {} }),
      aspects: { bundle: { includes: ["real"] }, real: marker, fallback: marker },
      policies: { p: definePolicy("host", { absent: ["real"] }, [policy.include("fallback")]) },
    });
    expect(aspectsOf(fleet, "host:a")).toEqual(["bundle", "real"]);
    expect(aspectsOf(fleet, "host:b")).toEqual(["fallback"]);
  });
  it("absence counts what policies include, in any order of names", () => {
    for (const [include, negate] of [
      ["a", "z"],
      ["z", "a"],
    ] as const) {
      const fleet = open({
        ...linux({ m: {} }),
        aspects: { real: marker, fallback: marker },
        policies: {
          [include]: definePolicy("host", [policy.include("real")]),
          [negate]: definePolicy("host", { absent: ["real"] }, [policy.include("fallback")]),
        },
      });
      expect(aspectsOf(fleet, "host:m")).toEqual(["real"]);
    }
  });
  it("declared is what is there without policies, present is what is visible in the end", () => {
    const fleet = open({
      ...linux({ m: {} }),
      aspects: { real: marker, seen: marker, stated: marker },
      policies: {
        a: definePolicy("host", [policy.include("real")]),
        b: definePolicy("host", { present: ["real"] }, [policy.include("seen")]),
        c: definePolicy("host", { declared: ["real"] } as never, [policy.include("stated")]),
      },
    });
    expect(aspectsOf(fleet, "host:m")).toEqual(["real", "seen"]);
  });
  it("a negative cycle is named", () => {
    const fleet = open({
      ...linux({ m: {} }),
      aspects: { a: marker, b: marker },
      policies: {
        p: definePolicy("host", { absent: ["b"] }, [policy.include("a")]),
        q: definePolicy("host", { absent: ["a"] }, [policy.include("b")]),
      },
    });
    const [finding] = findingsOf(fleet).filter((one) => one.code === "DEN_POLICY_CYCLE");
    expect(finding?.message).toMatch(/p.*q|q.*p/s);
  });
  it("hasAspect in a function is decided at the fixpoint", () => {
    const fleet = open({
      ...linux({ m: { includes: ["x"] }, n: {} }),
      aspects: { x: marker, y: marker },
      policies: {
        p: definePolicy("host", ({ host }) => (host.hasAspect("x") ? [policy.include("y")] : [])),
      },
    });
    expect(aspectsOf(fleet, "host:m")).toEqual(["x", "y"]);
    expect(aspectsOf(fleet, "host:n")).toEqual([]);
  });
  it("a policy of an aspect acts where the aspect is", () => {
    const fleet = open({
      ...linux({ m: { includes: ["x"] }, n: {} }),
      aspects: {
        x: { ...marker, policies: { more: definePolicy("host", [policy.include("y")]) } },
        y: marker,
      },
    });
    expect(aspectsOf(fleet, "host:m")).toEqual(["x", "y"]);
    expect(aspectsOf(fleet, "host:n")).toEqual([]);
  });
  it("one policy overrides another", () => {
    const fleet = open({
      ...linux({ m: {} }),
      aspects: { a: marker, b: marker },
      policies: {
        general: definePolicy("host", [policy.include("a")]),
        special: definePolicy("host", { overrides: ["general"] }, [policy.include("b")]),
      },
    });
    expect(aspectsOf(fleet, "host:m")).toEqual(["b"]);
  });
});

describe("effects", () => {
  it("exclude wins over include and leaves a tombstone", () => {
    const fleet = open({
      ...linux({ m: { includes: ["a"] } }),
      aspects: { a: marker },
      policies: { p: definePolicy("host", [policy.exclude("a")]) },
    });
    expect(aspectsOf(fleet, "host:m")).toEqual([]);
    expect(
      fleet.evaluator.get(fleet.resolution.resolution, "host:m").tombstones[0]?.by.policy,
    ).toBe("p");
  });
  it("enrich adds a value that other policies, content and scopes below read", () => {
    const fleet = open({
      ...linux({ m: { includes: ["a"], users: { u: {} } } }),
      aspects: { a: { nixos: ({ region }: { region: string }) => ({ r: region }) }, b: marker },
      policies: {
        zone: definePolicy("host", (({ region }: { region: string }) => [
          policy.enrich({ zone: `${region}-a` }),
        ]) as never),
        region: definePolicy("host", [policy.enrich({ region: "us" })]),
        below: definePolicy("user", (({ zone }: { zone: string }) =>
          zone === "us-a" ? [policy.include("b")] : []) as never),
      },
    });
    expect(errorsOf(fleet)).toEqual([]);
    expect(aspectsOf(fleet, "user:u@m")).toContain("b");
    const [module] = fleet.evaluator.get(fleet.outputs.host, "host:m").modules;
    expect(module?.contribution.content.value).toEqual({ r: "us" });
  });
  it("two policies that write one key differently are an error naming both", () => {
    const fleet = open({
      ...linux({ m: {} }),
      policies: {
        p: definePolicy("host", [policy.enrich({ region: "us" })]),
        q: definePolicy("host", [policy.enrich({ region: "eu" })]),
      },
    });
    const [finding] = findingsOf(fleet).filter((one) => one.code === "DEN_POLICY_CONFLICT");
    expect(finding?.message).toMatch(/p/);
    expect(finding?.places).toHaveLength(2);
  });
  it("assert says what does not hold", () => {
    const fleet = open({
      ...linux({ m: {} }),
      policies: {
        p: definePolicy("host", ({ host }) => [
          policy.assert(host.tags.has("ok"), "every host is tagged ok"),
        ]),
      },
    });
    expect(errorsOf(fleet)).toEqual(["DEN_ASSERTION"]);
  });
  it("a policy that throws, returns nonsense or reads below is named", () => {
    const fleet = open({
      ...linux({ m: {} }),
      policies: {
        a: definePolicy("host", () => {
          throw new Error("boom");
        }),
        b: definePolicy("host", () => ["x"] as never),
        c: definePolicy("host", (({ user }: { user: { name: string } }) => [
          policy.include(user.name),
        ]) as never),
        d: { at: "hots", run: [] },
      },
    });
    expect(errorsOf(fleet).sort()).toEqual([
      "DEN_ARGUMENT_MISSING",
      "DEN_POLICY_SHAPE",
      "DEN_POLICY_THROWS",
      "DEN_UNKNOWN_KIND",
    ]);
  });
  it("two policies of one rank that disagree on a setting are an error naming both", () => {
    const fleet = open({
      ...linux({ m: { includes: ["a"] } }),
      aspects: {
        a: {
          settings: { port: { type: "integer", default: 1 } },
          nixos: ({ settings }: never) => ({ p: (settings as { port: number }).port }),
        },
      },
      policies: {
        p: definePolicy("host", [policy.configure("a", { port: 2 })]),
        q: definePolicy("host", [policy.configure("a", { port: 3 })]),
      },
    });
    const [finding] = findingsOf(fleet).filter((one) => one.code === "DEN_SETTING_CONFLICT");
    expect(finding?.message).toMatch(/p.*q/s);
  });
});
