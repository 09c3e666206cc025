import { afterAll, describe, expect, it } from "vitest";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const fleet = project({
  "den.config.ts": `import { defineFleet, definePolicy, policy } from "den-core";
export default defineFleet({
  hosts: { "x86_64-linux": {
    web1: { tags: ["web"], includes: ["base"], users: { alice: {} } },
    web2: { includes: ["ssh"] },
  } },
  channels: { ports: {}, quiet: {} },
  aspects: {
    base: { includes: ["nginx"] },
    nginx: {
      settings: { port: { type: "integer", default: 80 } },
      ports: [443],
      nixos: { services: {} },
      homeManager: { programs: {} },
      terranix: { resource: {} },
    },
    ssh: { ports: 22, nixos: {}, vars: { generators: { "host-key": { files: { key: {} }, script: "true" } } } },
  },
  policies: {
    tls: definePolicy("host", ({ host }) =>
      host.tags.has("web") ? [policy.configure("nginx", { port: 443 })] : []),
    never: definePolicy("host", { present: ["ssh"] }, [policy.collect("ports", "host")]),
    envs: definePolicy("environment", []),
  },
});
`,
});

describe("den why HOST THING", () => {
  it("a setting is told as explain --why tells it", async () => {
    const why = await fleet.den("why", "web1", "nginx.port");
    expect(why).toEqual(await fleet.den("explain", "web1", "nginx.port", "--why"));
    expect(why.out).toMatch(/port = 443 {2}policy tls {2}den\.config\.ts:2\d\n {2}over 80/);
    expect((await fleet.den("why", "web1", "nginx.prot")).err).toMatch(
      /DEN_UNKNOWN_SETTING[\s\S]*"port"/,
    );
  });
  it("a policy: its effects where it fired, the reason where it did not", async () => {
    expect(await fleet.den("why", "web1", "tls")).toEqual({
      status: 0,
      err: "",
      out: 'policy tls at host  den.config.ts:20\n  fired at host web1\n    configure nginx {"port":443}\n',
    });
    const { status, out } = await fleet.den("why", "web1", "never");
    expect(status).toBe(1);
    expect(out).toMatch(/suppressed at host web1: ssh is absent/);
    expect((await fleet.den("why", "web2", "never")).out).toMatch(/fired[\s\S]*collect ports/);
    expect((await fleet.den("why", "web1", "envs")).out).toMatch(/there is no environment at web1/);
    const json = JSON.parse((await fleet.den("why", "web1", "policy:tls", "--json")).out);
    expect(json).toMatchObject({
      host: "web1",
      policy: "tls",
      origin: { file: "den.config.ts", line: 20 },
      outcomes: [{ scope: "host:web1", effects: ['configure nginx {"port":443}'] }],
    });
  });
  it("a channel: its items with scope, aspect and place, and what policies do to it", async () => {
    const { status, out } = await fleet.den("why", "web2", "ports");
    expect(status).toBe(0);
    expect(out).toMatch(
      /^22 {2}from ssh at host web2 {2}den\.config\.ts:17\n {2}host web2 → ssh\n/,
    );
    expect(out).toMatch(
      /443 {2}from nginx at host web1 {2}den\.config\.ts:12\n {2}host web1 → base → nginx/,
    );
    expect(out).toMatch(/collect ports at host web2 by policy never/);
    const json = JSON.parse((await fleet.den("why", "web1", "ports", "--json")).out);
    expect(json.items).toMatchObject([
      { value: 443, scope: "host:web1", aspect: "nginx", origin: { line: 12 } },
    ]);
    expect(await fleet.den("why", "web1", "quiet")).toMatchObject({ status: 1 });
  });
  it("an output: its modules with their chains", async () => {
    const { status, out } = await fleet.den("why", "web1", "nixosConfigurations.web1");
    expect(status).toBe(0);
    expect(out).toMatch(
      /^nixosConfigurations\.web1 {2}hosts\/web1\/nixos\.nix\n {2}nginx nixos {2}den\.config\.ts:13\n {4}host web1 → base → nginx\n/,
    );
    expect(out).toMatch(/nginx homeManager at home-manager\.users\.alice/);
    const { out: above } = await fleet.den("why", "web1", "terranix.fleet", "--json");
    expect(JSON.parse(above)).toMatchObject({
      output: "terranix.fleet",
      contents: [{ aspect: "nginx", class: "terranix", chains: [["host web1", "base", "nginx"]] }],
    });
  });
  it("an option: the modules that set it, with their chains", async () => {
    const { status, out } = await fleet.den("why", "web1", "services");
    expect(status).toBe(0);
    expect(out).toMatch(
      /^services = \{\}\n {2}nginx nixos {2}den\.config\.ts:13\n {4}host web1 → base → nginx\n$/,
    );
    const below = await fleet.den("why", "web1", "home-manager.users.alice.programs", "--json");
    expect(JSON.parse(below.out)).toMatchObject({
      option: "home-manager.users.alice.programs",
      contents: [{ aspect: "nginx", value: {}, origin: { line: 14 } }],
    });
    expect(await fleet.den("why", "web1", "services.constructor")).toMatchObject({ status: 1 });
  });
  it("a secret: the aspect that declares its generator, where it lives and who keeps it", async () => {
    for (const name of ["host-key", "host-key/key"]) {
      const { status, out } = await fleet.den("why", "web2", name);
      expect(status).toBe(0);
      expect(out).toMatch(/of ssh at host web2 {2}den\.config\.ts:17\n {2}host web2 → ssh\n/);
      expect(out).toMatch(
        /host:web2\/host-key: it is the host's own\n {2}kept in sops\n {2}key {2}secret, not generated yet, \/run\/secrets\/vars\/host\/web2\/host-key\/key\n$/,
      );
    }
    expect(await fleet.den("why", "web1", "host-key")).toMatchObject({ status: 1 });
  });
  it("aspects and classes as ever", async () => {
    expect((await fleet.den("why", "web1", "nginx")).out).toMatch(/host web1 → base → nginx/);
    expect((await fleet.den("why", "web1", "nixos")).out).toMatch(/nginx nixos/);
    expect(await fleet.den("why", "web2", "nginx")).toMatchObject({ status: 1 });
  });
  it("a thing that is nothing, with the nearest name", async () => {
    for (const [thing, near] of [
      ["tsl", "tls"],
      ["prots", "ports"],
      ["nixosConfigurations.web", "nixosConfigurations.web1"],
      ["__proto__", ""],
    ] as const) {
      const { status, err } = await fleet.den("why", "web1", thing);
      expect(status).toBe(1);
      expect(err).toContain("DEN_UNKNOWN_ASPECT");
      expect(err).toContain(near);
    }
  });
});
