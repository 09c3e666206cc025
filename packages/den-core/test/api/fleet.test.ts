import type { Picture } from "den-diagram";
import { afterAll, describe, expect, expectTypeOf, it } from "vitest";
import {
  createFleet,
  definePolicy,
  type Fleet,
  loadFleet,
  type PlanDiff,
  policy,
  type WhyAnswer,
  type WhyNotAnswer,
} from "../../src/index.ts";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const fleet = (port = 8443): Fleet =>
  createFleet({
    channels: { ports: {} },
    hosts: {
      "x86_64-linux": {
        web1: {
          includes: ["web"],
          tags: ["production"],
          aspects: { nginx: { settings: { port } } },
        },
        web2: { includes: ["web"] },
        db1: { excludes: ["web"] },
      },
    },
    aspects: {
      web: { includes: ["nginx"] },
      nginx: {
        settings: { port: { type: "integer", default: 80 } },
        ports: ({ settings }: { settings: { port: number } }) => [settings.port],
        nixos: ({ settings }: { settings: { port: number } }) => ({
          services: { nginx: { enable: true, port: settings.port } },
        }),
      },
    },
    policies: {
      production: definePolicy("host", { when: "host[tag=production]" }, [
        policy.configure("nginx", { port: 443 }),
      ]),
    },
  });

describe("the same answers through the API as from the command", () => {
  it("why, told apart by kind", () => {
    const asked = fleet();
    const kinds = (...things: string[]): string[] =>
      things.map((thing) => {
        const answer = asked.why("web1", thing);
        return `${answer.kind} ${answer.found}`;
      });
    expect(
      kinds(
        "nginx",
        "nixos",
        "nginx.port",
        "production",
        "ports",
        "nixosConfigurations.web1",
        "services.nginx.enable",
      ),
    ).toEqual([
      "aspect true",
      "class true",
      "setting true",
      "policy true",
      "channel true",
      "output true",
      "option true",
    ]);
    const answer = asked.why("web1", "nginx.port");
    if (answer.kind !== "setting") throw new Error(answer.kind);
    expect(answer.settings.map(({ value, layer }) => `${value} by ${layer}`)).toEqual([
      "8443 by host web1",
    ]);
    expect(answer.settings[0]?.shadowed.map(({ layer }) => layer)).toEqual([
      "policy production",
      "aspect nginx",
    ]);
    expectTypeOf(answer.settings[0]?.path).toEqualTypeOf<string | undefined>();
  });
  it("is plain data", () => {
    const asked = fleet();
    for (const thing of ["nginx", "nixos", "nginx.port", "production", "ports"]) {
      const answer: WhyAnswer = asked.why("web1", thing);
      expect(structuredClone(answer)).toEqual(answer);
    }
    const not: WhyNotAnswer = asked.whyNot("web2", "production");
    expect(structuredClone(not)).toEqual(not);
  });
  it("why-not, of aspects and policies", () => {
    const asked = fleet();
    const answer = asked.whyNot("db1", "nginx");
    if (answer.kind !== "aspect") throw new Error(answer.kind);
    expect(answer.includers.map(({ aspect, hosts }) => [aspect, hosts])).toEqual([
      ["web", ["web1", "web2"]],
    ]);
    const policy = asked.whyNot("web2", "production");
    if (policy.kind !== "policy") throw new Error(policy.kind);
    expect(policy.outcomes.map(({ suppressed }) => suppressed)).toEqual([
      "its selector does not match the scope",
    ]);
  });
  it("pictures, with the options that each takes", () => {
    const asked = fleet();
    const aspects = asked.picture("aspects", { at: "web1" });
    expectTypeOf(aspects).toEqualTypeOf<Picture>();
    expect(aspects.nodes.map(({ id }) => id)).toContain("aspect:nginx");
    expect(asked.picture("fleet").title).toMatch(/^The fleet/);
    expect(asked.picture("settings", { at: "web1", aspect: "nginx" }).edges).toHaveLength(3);
    expect(asked.picture("outputs", { aspect: "web" }).nodes).toHaveLength(0);
    // @ts-expect-error: no such picture
    expect(() => asked.picture("aspcts")).toThrow("DEN_UNKNOWN_PICTURE");
    // @ts-expect-error: it needs an aspect too
    expect(() => asked.picture("settings", { at: "web1" })).toThrow("DEN_PICTURE_OPTION");
    // @ts-expect-error: it needs both
    expect(() => asked.picture("settings")).toThrow("DEN_PICTURE_OPTION");
    // @ts-expect-error: it is of the whole fleet
    expect(() => asked.picture("services", { at: "web1" })).toThrow("DEN_PICTURE_OPTION");
  });
  it("diff and affected, against a fleet or a plan", () => {
    const [before, after] = [fleet(), fleet(9000)];
    const diff: PlanDiff = after.diff(before);
    expect(diff.outputs.map(({ output, change }) => `${change} ${output}`)).toEqual([
      "changed nixosConfigurations.web1",
    ]);
    expect(diff.entities.flatMap(({ settings }) => settings)).toEqual([
      { aspect: "nginx", setting: "port", before: 8443, after: 9000 },
    ]);
    expect(diff.untouched).toEqual(["db1", "web2"]);
    expect(after.affected(before.plan())).toEqual(["web1"]);
    expect(before.affected(before.plan())).toEqual([]);
  });
  it("unknown names are refused, with the nearest one", () => {
    const asked = fleet();
    const refusals = [
      () => asked.why("wbe1", "nginx"),
      () => asked.why("web1", "ngnix"),
      () => asked.whyNot("web1", "ngnix"),
      () => asked.settings("web1", "ngnix"),
      () => asked.explain("web1", "ngnix"),
      () => asked.explain("wbe1", "nginx"),
      () => asked.aspects("wbe1"),
    ].map((run) => {
      try {
        run();
        return "nothing";
      } catch (error) {
        return (error as { findings: { remedy?: string }[] }).findings[0]?.remedy;
      }
    });
    expect(refusals).toEqual([
      'did you mean "web1"?',
      'did you mean "nginx"?',
      'did you mean "nginx"?',
      'did you mean "nginx"?',
      'did you mean "nginx"?',
      'did you mean "web1"?',
      'did you mean "web1"?',
    ]);
  });
  it("places get their lines from the sources", async () => {
    const { root } = project({
      "den.config.ts": `export default {
  hosts: { "x86_64-linux": { a: { includes: ["x"] } } },
  aspects: {
    x: {
      nixos: { services: {} },
    },
  },
};
`,
    });
    const loaded = await loadFleet(`${root}/den.config.ts`);
    const answer = await loaded.located(loaded.why("a", "nixos"));
    if (answer.kind !== "class") throw new Error(answer.kind);
    expect(answer.contents[0]?.origin).toMatchObject({ file: "den.config.ts", line: 5, column: 7 });
  });
});
