import { afterAll, describe, expect, it } from "vitest";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

describe("what one declaration does wrong at many scopes", () => {
  const p = project({
    "den.config.ts": `export default {
  hosts: { "x86_64-linux": { a: {}, b: {}, c: { users: { u: {} } } } },
  policies: {
    p: { at: "host", run: ({ host }) => host.tag.has("x") },
    q: { at: "host", run: ({ user }) => [] },
  },
};
`,
  });
  it("is told once, with the other scopes", async () => {
    const { status, err } = await p.den("check");
    expect(status).toBe(1);
    expect(err.match(/^error/gm)).toHaveLength(2);
    expect(err).toMatch(/DEN_POLICY_THROWS the policy p .* at host a\n/);
    expect(err.match(/also at host b, host c/g)).toHaveLength(2);
  });
  it("is one finding for each scope as JSON", async () => {
    const { findings } = JSON.parse((await p.den("check", "--json")).out) as {
      findings: { code: string }[];
    };
    expect(findings.map(({ code }) => code).sort()).toEqual([
      ...Array.from({ length: 3 }, () => "DEN_ARGUMENT_MISSING"),
      ...Array.from({ length: 3 }, () => "DEN_POLICY_THROWS"),
    ]);
  });
});
