import { afterAll, describe, expect, it } from "vitest";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

describe("den query", () => {
  const p = project({
    "den.config.json": JSON.stringify({
      hosts: {
        "x86_64-linux": { web1: { meta: { rack: 3 }, users: { alice: {} } }, web2: {} },
      },
    }),
  });
  const ask = async (...argv: string[]): Promise<unknown> => {
    const { status, out, err } = await p.den("query", ...argv);
    return { status, said: `${out}${err}` };
  };
  it("finds by account, by attribute, and shows what was asked for", async () => {
    expect(await ask("user[userName=alice]", "--names")).toEqual({
      status: 0,
      said: "alice@web1\n",
    });
    expect(await ask("host[rack=3]", "--columns", "id,meta.rack,environment")).toEqual({
      status: 0,
      said: "ID         META.RACK  ENVIRONMENT\nhost:web1  3          -\n",
    });
  });
  it.each([
    ["user[name=alice]", /the name "alice".*\n.*users are called.*alice@web1.*userName=alice/],
    ["#wbe1", /the name "wbe1", which nothing has\n.*did you mean "web1"\?/],
    ["host[rakc=3]", /the attribute "rakc", which nothing has\n.*did you mean "rack"\?/],
    ["host[meta.rakc=3]", /did you mean "meta.rack"\?/],
    ["host[", /DEN_USAGE/],
  ])("%s, which names nothing, is refused with what was meant", async (selector, said) => {
    const answer = await ask(selector);
    expect(answer).toMatchObject({ said: expect.stringMatching(said) });
    expect(answer).not.toMatchObject({ status: 0 });
  });
  it("a column that nothing could fill is refused", async () => {
    const { status, err } = await p.den("query", "host", "--columns", "name,sytem");
    expect(status).toBe(2);
    expect(err).toMatch(/--columns asks for the attribute "sytem".*\n.*did you mean "system"\?/);
  });
});
