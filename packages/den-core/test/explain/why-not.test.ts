import { afterAll, describe, expect, it } from "vitest";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const fleet = project({
  "den.config.json": JSON.stringify(
    {
      hosts: {
        "x86_64-linux": {
          web1: { tags: ["web"], includes: ["base"] },
          web2: { includes: ["base"], excludes: ["nginx"] },
          db1: {},
        },
      },
      aspects: {
        base: { includes: ["nginx"] },
        nginx: { nixos: {} },
        deep: { nixos: {} },
        middle: { includes: ["deep"] },
        top: { includes: ["middle"] },
        tls: { nixos: {} },
        lonely: { nixos: {} },
      },
      policies: {
        "web tls": {
          at: "host",
          when: "host[tag~=web]",
          effects: [
            { effect: "include", aspect: "tls" },
            { effect: "include", aspect: "top" },
          ],
        },
      },
    },
    null,
    2,
  ),
});
const ask = async (...args: string[]): Promise<string> => {
  const { status, out, err } = await fleet.den("why-not", ...args);
  expect([status, err]).toEqual([0, ""]);
  return out;
};

describe("den why-not HOST ASPECT", () => {
  it("names who excluded it, and what asks for it", async () => {
    expect(await ask("web2", "nginx")).toMatch(
      /^excluded at host web2 by host web2, though base asks for it {2}den\.config\.json:\d+\n {2}base → nginx: base is at web2 /,
    );
  });
  it("names the policies that would include it, with the reason", async () => {
    expect(await ask("db1", "tls")).toMatch(
      /^policy web tls would include it, but was suppressed at host db1: its selector does not match the scope {2}den\.config\.json:\d+\n {2}web1 has it: host web1 \(policy web tls\) → tls\n$/,
    );
  });
  it("otherwise: nothing includes it, and the nearest includers", async () => {
    expect(await ask("db1", "nginx")).toMatch(
      /^nothing includes nginx at db1\n {2}base → nginx: base is at web1, web2, not at db1 {2}den\.config\.json:\d+\n {2}web1 has it: host web1 → base → nginx\n$/,
    );
    expect(await ask("db1", "lonely")).toBe("nothing includes lonely at db1\n");
    expect(await ask("db1", "deep")).toMatch(/middle → deep: middle is at web1, not at db1/);
  });
  it("says where it is, when it is there", async () => {
    expect(await fleet.den("why-not", "web1", "nginx")).toEqual({
      status: 1,
      out: "nginx is at host web1 (den why web1 nginx)\n",
      err: "",
    });
  });
  it("prints the same as data", async () => {
    expect(JSON.parse(await ask("db1", "tls", "--json"))).toMatchObject({
      host: "db1",
      aspect: "tls",
      presentAt: [],
      excluded: [],
      policies: [
        {
          policy: "web tls",
          scope: "host:db1",
          how: "includes",
          origin: { line: expect.any(Number) },
        },
      ],
      elsewhere: [{ host: "web1" }],
    });
  });
});

it("den why-not HOST POLICY", async () => {
  expect(await ask("db1", "web tls")).toMatch(
    /suppressed at host db1: its selector does not match the scope/,
  );
  expect(await fleet.den("why-not", "web1", "web tls")).toMatchObject({ status: 1 });
  const { status, err } = await fleet.den("why-not", "db1", "ngnix");
  expect(status).toBe(1);
  expect(err).toMatch(/did you mean "nginx"/);
});
