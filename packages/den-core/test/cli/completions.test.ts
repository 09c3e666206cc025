import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { VERBS } from "../../src/cli/help.ts";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const here = project({});
const run = here.den;

const script = async (shell: string): Promise<string> => (await run("completions", shell)).out;

/** What bash offers for the last word, where the fleet has the hosts web1 and web2. */
async function offered(line: string): Promise<string[]> {
  const words = line.split(" ");
  const program = `${await script("bash")}
den() { if [ "$1" = hosts ]; then printf 'web1\\nweb2\\n'; else echo unexpected >&2; fi; }
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length - 1}
compopt() { :; }
_den
printf '%s\\n' "\${COMPREPLY[@]}"
`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", program], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

describe("completions in bash", () => {
  it("offers every verb", async () => {
    expect((await offered("den ")).sort()).toEqual(VERBS.map(({ name }) => name).sort());
    expect(await offered("den why")).toEqual(["why", "why-not"]);
  });

  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["den vars ro", ["rotate"]],
    ["den vars keys gr", ["grant", "group"].sort()],
    ["den explain web", ["web1", "web2"]],
    ["den build --host w", ["web1", "web2"]],
    ["den build --ou", ["--out"]],
    ["den vars generate --j", ["--json", "--jobs"]],
    ["den check --s", ["--strict"]],
    ["den nowhere ", []],
  ];
  it.each(cases)("%s", async (line, expected) => {
    const found = (await offered(line)).sort();
    if (line.startsWith("den nowhere")) expect(found).toContain("build");
    else expect(found).toEqual([...expected].sort());
  });
});

it("are refused for another shell, with the nearest", async () => {
  const { status, err } = await run("completions", "fsh");
  expect(status).toBe(2);
  expect(err).toContain("fish");
});

const absent = (shell: string): boolean => spawnSync(shell, ["--version"]).error !== undefined;

it.skipIf(absent("zsh"))("are read by zsh", async () => {
  here.write("den.zsh", await script("zsh"));
  const { status, stderr } = spawnSync("zsh", ["-n", join(here.root, "den.zsh")], {
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
});

describe.skipIf(absent("fish"))("completions in fish", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["den vars ro", ["rotate"]],
    ["den vars keys gr", ["grant", "group"]],
    ["den explain web", ["web1", "web2"]],
    ["den build --host w", ["web1", "web2"]],
    ["den build --ou", ["--out"]],
    ["den check --s", ["--strict"]],
  ];
  it.each(cases)("%s", async (line, expected) => {
    here.write(
      "den.fish",
      `function den; printf 'web1\\nweb2\\n'; end\n${await script("fish")}\ncomplete -C '${line}'\n`,
    );
    const { stdout, stderr } = spawnSync("fish", ["--no-config", join(here.root, "den.fish")], {
      encoding: "utf8",
      env: { ...process.env, HOME: here.root },
    });
    expect(stderr).toBe("");
    const words = stdout.split("\n").flatMap((one) => one.split("\t")[0] || []);
    expect(words.sort()).toEqual([...expected].sort());
  });
});
