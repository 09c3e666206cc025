import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Picture } from "den-diagram";
import { afterAll, describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { detailsOf, edgeLines } from "../diagram/lines.ts";
import { type Project, project, type Ran, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const fleet = {
  meta: { name: "shop" },
  tags: { production: ["web1"] },
  environments: { prod: { hosts: "host[tag~=production]" } },
  hosts: {
    "x86_64-linux": {
      web1: { includes: ["web"], users: { alice: {} } },
      web2: { includes: ["nginx"] },
    },
  },
  aspects: {
    web: { includes: ["nginx"], nixos: { web: 1 } },
    nginx: {
      includes: ["acme"],
      settings: { port: { type: "integer", default: 80 } },
      nixos: { nginx: 1 },
    },
    acme: { nixos: { acme: 1 } },
    prod: {},
  },
};

const changed = {
  ...fleet,
  hosts: {
    "x86_64-linux": { web1: { includes: ["web", "extra"], users: { alice: {} } }, new1: {} },
  },
  aspects: { ...fleet.aspects, extra: { nixos: { extra: 1 } } },
};

const p: Project = project({
  "den.config.json": JSON.stringify(fleet),
  "after/den.config.json": JSON.stringify(changed),
  "broken/den.config.json": JSON.stringify({
    ...fleet,
    hosts: { "x86_64-linux": { web1: {}, "../x": {} } },
  }),
  "empty/den.config.json": "{}",
});

/** A command that goes well, and the picture that it prints as JSON. */
async function json(...argv: string[]): Promise<Picture> {
  const { out, err, status } = await p.den("graph", ...argv, "--json");
  expect({ err, status }).toEqual({ err: "", status: 0 });
  return JSON.parse(out) as Picture;
}

const ids = ({ nodes }: Picture): string[] => nodes.map(({ id }) => id);

describe("what is drawn", () => {
  it("one picture as Mermaid, unless something else is asked for", async () => {
    const { out, status } = await p.den("graph", "fleet");
    expect(status).toBe(0);
    expect(out).toMatch(/^---\ntitle: "The fleet shop"\n---\nflowchart LR\n/);
    const text = async (format: string) => (await p.den("graph", "fleet", "--format", format)).out;
    expect(await text("mermaid")).toBe(out);
    expect(await text("dot")).toMatch(/^digraph "The fleet shop" \{/);
    expect(await text("svg")).toMatch(/^<svg /);
    expect(await text("html")).toMatch(/^<!doctype html>/);
    expect(JSON.parse(await text("json"))).toEqual(await json("fleet"));
  });
  it("every picture that has something in it, as one page", async () => {
    const { out, status } = await p.den("graph");
    expect(status).toBe(0);
    expect(out).toMatch(/^<!doctype html>/);
    const all = await p.den("graph", "--json");
    expect(Object.keys(JSON.parse(all.out))).toEqual(["fleet", "aspects", "catalog"]);
    const at = await p.den("graph", "--json", "--at", "web1");
    expect(Object.keys(JSON.parse(at.out))).toEqual(["aspects", "catalog", "outputs"]);
    const none = await p.den("graph", "--json", "--config", "empty/den.config.json");
    expect(Object.keys(JSON.parse(none.out))[0]).toBe("fleet");
  });
  it("settings and outputs of an aspect", async () => {
    expect(edgeLines(await json("settings", "nginx", "--at", "web1"))).toEqual([
      "aspect:nginx sets setting:nginx.port",
    ]);
    expect(edgeLines(await json("outputs", "web"))).toEqual([
      "aspect:web contributes to output:nixosConfigurations.web1",
    ]);
    expect(ids(await json("outputs", "acme", "--at", "web2"))).toEqual([
      "aspect:acme",
      "output:nixosConfigurations.web2",
    ]);
  });
  it("what is empty is said to be", async () => {
    const { out, err, status } = await p.den("graph", "services");
    expect(status).toBe(0);
    expect(out).toContain("flowchart");
    expect(err).toBe("services: nothing to draw\n");
  });
});

describe("parts of a picture", () => {
  it("at a host", async () => {
    expect(ids(await json("aspects", "--at", "web2"))).toEqual([
      "aspect:acme",
      "aspect:nginx",
      "host:web2",
    ]);
  });
  it("around an id, or what is called so", async () => {
    const near = await json("aspects", "--focus", "aspect:nginx");
    expect(ids(near)).toEqual(["aspect:acme", "aspect:nginx", "aspect:web"]);
    expect(await json("aspects", "--focus", "nginx")).toEqual(near);
    expect(ids(await json("aspects", "--focus", "web"))).toEqual(["aspect:nginx", "aspect:web"]);
    expect(ids(await json("aspects", "--focus", "web", "--depth", "0"))).toEqual(["aspect:web"]);
    expect(await json("aspects", "--focus", "web", "--depth", "2")).toEqual(near);
    const two = await json("aspects", "--focus", "web", "--focus", "acme", "--depth", "0");
    expect(ids(two)).toEqual(["aspect:acme", "aspect:web"]);
  });
  it("around everything in a group", async () => {
    const picture = await json("fleet", "--focus", "prod", "--depth", "0");
    expect(ids(picture)).toEqual(["host:web1", "user:alice@web1"]);
    expect(await json("fleet", "--focus", "environment:prod", "--depth", "0")).toEqual(picture);
  });
  it("on the way from one to another", async () => {
    expect(ids(await json("aspects", "--from", "web", "--to", "nginx"))).toEqual([
      "aspect:nginx",
      "aspect:web",
    ]);
  });
  it("with groups as nodes", async () => {
    expect(ids(await json("fleet", "--collapse"))).toEqual([
      "environment:prod",
      "fleet:shop",
      "host:web2",
    ]);
  });
});

describe("what changed", () => {
  const changes = ({ nodes, edges }: Picture): string[] => [
    ...nodes.flatMap(({ id, change }) => (change === undefined ? [] : [`${change} ${id}`])),
    ...edges.flatMap(({ from, to, change }) =>
      change === undefined ? [] : [`${change} ${from} → ${to}`],
    ),
  ];
  const AFTER = ["--config", "after/den.config.json"];
  it("between fleets, plans and revisions", async () => {
    const picture = await json("fleet", "--against", "den.config.json", ...AFTER);
    expect(changes(picture)).toEqual([
      "added host:new1",
      "changed host:web1",
      "removed host:web2",
      "changed user:alice@web1",
      "added fleet:shop → host:new1",
      "removed fleet:shop → host:web2",
    ]);
    const { out } = await p.den("plan", "--json");
    p.write("before.json", out);
    expect(await json("fleet", "--against", "before.json", ...AFTER)).toEqual(picture);
    const only = await json("fleet", "--against", "before.json", "--changed", ...AFTER);
    expect(only.nodes.length).toBe(picture.nodes.length);
    const same = await p.den("graph", "fleet", "--against", "before.json", "--changed");
    expect([same.status, same.err]).toEqual([0, "fleet: nothing changed\n"]);
  });
  it("a host, and an aspect, that only get other settings or content", async () => {
    const { hosts, aspects } = fleet;
    const [{ web1, web2 }] = Object.values(hosts) as [(typeof hosts)["x86_64-linux"]];
    const tuned = { ...web2, aspects: { nginx: { settings: { port: 8080 } } } };
    p.write(
      "tuned.json",
      JSON.stringify({
        ...fleet,
        hosts: { "x86_64-linux": { web1, web2: tuned } },
        aspects: { ...aspects, web: { includes: ["nginx"], nixos: { web: 2 } } },
      }),
    );
    const against = ["--against", "den.config.json", "--config", "tuned.json", "--changed"];
    const picture = await json("fleet", ...against);
    expect(changes(picture)).toEqual(["changed host:web1", "changed host:web2"]);
    expect(detailsOf(picture, "host:web1")["output changed"]).toBe("nixosConfigurations.web1");
    expect(detailsOf(picture, "host:web2")["setting nginx.port"]).toBe("80 → 8080");
    const whole = await json("aspects", ...against);
    expect(changes(whole)).toEqual(["changed aspect:nginx", "changed aspect:web"]);
    expect(detailsOf(whole, "aspect:nginx")["settings changed at"]).toBe("host web2");
    const at = await json("aspects", "--at", "web2", ...against);
    expect(changes(at)).toEqual(["changed aspect:nginx"]);
    expect(detailsOf(at, "aspect:nginx")["setting port"]).toBe("80 → 8080");
  });
  it("of aspects, whole and at a host", async () => {
    expect(changes(await json("aspects", "--against", "den.config.json", ...AFTER))).toEqual(
      expect.arrayContaining(["added aspect:extra"]),
    );
    const at = await json("aspects", "--at", "web1", "--against", "den.config.json", ...AFTER);
    expect(changes(at)).toEqual(["added aspect:extra", "added host:web1 → aspect:extra"]);
    const gone = await json("aspects", "--at", "web2", "--against", "den.config.json", ...AFTER);
    expect(changes(gone)).toContain("removed host:web2");
    const all = await p.den("graph", "--against", "den.config.json", "--json", ...AFTER);
    expect(Object.keys(JSON.parse(all.out))).toEqual(["fleet", "aspects"]);
  });
  it("since a revision", async () => {
    const repository = project({ "den.config.json": JSON.stringify(fleet) });
    const git = (...args: string[]): unknown =>
      execFileSync(
        "git",
        [
          "-c",
          "user.name=t",
          "-c",
          "user.email=t@example.org",
          "-c",
          "commit.gpgsign=false",
          ...args,
        ],
        { cwd: repository.root },
      );
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-q", "-m", "one");
    repository.write("den.config.json", JSON.stringify(changed));
    const { out } = await repository.den("graph", "fleet", "--against", "HEAD", "--json");
    expect(changes(JSON.parse(out))).toContain("added host:new1");
  });
});

describe("--out", () => {
  const files = (): string[] => readdirSync(join(p.root, "pictures")).sort();
  it("writes a file whose name tells the format, with the folders above it", async () => {
    for (const [name, start] of [
      ["a.svg", "<svg "],
      ["b.html", "<!doctype html>"],
      ["c.mmd", "---\n"],
      ["d.dot", "digraph"],
      ["e.json", "{"],
      ["F.GV", "digraph"],
    ] as const) {
      const ran = await p.den("graph", "fleet", "--out", `pictures/${name}`);
      expect(ran).toEqual({ status: 0, out: `wrote pictures/${name}: fleet\n`, err: "" });
      expect(p.read(`pictures/${name}`).startsWith(start)).toBe(true);
    }
    expect(files()).toEqual(["F.GV", "a.svg", "b.html", "c.mmd", "d.dot", "e.json"]);
    const all = await p.den("graph", "--out", "pictures/b.html");
    expect(all.out).toBe("wrote pictures/b.html: fleet, aspects, catalog\n");
    const said = await p.den("graph", "fleet", "--format", "dot", "--out", "pictures/plain");
    expect(said.status).toBe(0);
    expect(p.read("pictures/plain")).toMatch(/^digraph/);
    const quiet = await p.den("graph", "fleet", "--json", "--out", "pictures/e.json");
    expect(quiet).toEqual({ status: 0, out: "", err: "" });
  });
  it("replaces a file whole, and nothing but a file", async () => {
    p.write("pictures/old.svg", "old");
    const before = statSync(join(p.root, "pictures/old.svg")).ino;
    expect((await p.den("graph", "fleet", "--out", "pictures/old.svg")).status).toBe(0);
    expect(p.read("pictures/old.svg")).toMatch(/^<svg /);
    expect(statSync(join(p.root, "pictures/old.svg")).ino).not.toBe(before);
    mkdirSync(join(p.root, "pictures/folder.svg"), { recursive: true });
    symlinkSync("old.svg", join(p.root, "pictures/link.svg"));
    symlinkSync("nowhere", join(p.root, "pictures/dangling.svg"));
    p.write("file", "x");
    const names = files();
    for (const [file, code, what] of [
      ["pictures/folder.svg", "DEN_OUTPUT_FOREIGN", "is a folder"],
      ["pictures/link.svg", "DEN_OUTPUT_FOREIGN", "is a link"],
      ["pictures/dangling.svg", "DEN_OUTPUT_FOREIGN", "is a link"],
      ["file/x.svg", "DEN_OUTPUT_UNWRITABLE", "cannot be written"],
    ] as const) {
      const { status, err } = await p.den("graph", "fleet", "--out", file);
      expect({ file, status }).toEqual({ file, status: 1 });
      expect(err).toContain(code);
      expect(err).toContain(what);
    }
    expect(files()).toEqual(names);
    expect(readlinkSync(join(p.root, "pictures/link.svg"))).toBe("old.svg");
    expect(existsSync(join(p.root, "pictures/nowhere"))).toBe(false);
  });
});

describe("a command line that is wrong is refused with a remedy, before anything is written", () => {
  it.each([
    [["aspcts"], 'draws no "aspcts"', 'did you mean "aspects"?'],
    [["fleet", "--format", "pgn"], 'no format "pgn"', "known: html, svg, mermaid, dot, json"],
    [["fleet", "--format", "svgg"], 'no format "svgg"', 'did you mean "svg"?'],
    [["fleet", "--out", "x.png"], "does not tell a format", ".html, .svg, .mmd, .dot or .json"],
    [["fleet", "--out", "x"], "does not tell a format", "--format"],
    [["fleet", "--out", "new/"], "is a folder", "name a file"],
    [["--format", "svg"], "svg holds one picture", "den graph fleet"],
    [["--out", "x.mmd"], "mermaid holds one picture", "den graph fleet"],
    [["--focus", "web1"], "of one picture only", "den graph aspects"],
    [["fleet", "--depth", "2"], "--depth means nothing without --focus", "add --focus"],
    [["fleet", "--focus", "web1", "--depth", "-1"], "no number of steps", "use 0, 1, 2"],
    [["fleet", "--focus", "web1", "--depth", "two"], "no number of steps", "use 0, 1, 2"],
    [["fleet", "--from", "web1"], "--from means nothing without --to", "add --to"],
    [["fleet", "--to", "web1"], "--to means nothing without --from", "add --from"],
    [["fleet", "--changed"], "--changed means nothing without --against", "add --against"],
    [["vars", "--against", "x.json"], "vars cannot be compared", "compare fleet or aspects"],
    [["fleet", "--at", "web1"], "is of the whole fleet", "--focus"],
    [["fleet", "web1"], "takes no name", "den graph fleet --focus web1"],
    [["settings", "nginx"], "needs an aspect and a host", "settings ASPECT --at HOST"],
    [["settings", "--at", "web1"], "needs an aspect and a host", "settings ASPECT --at HOST"],
    [["fleet", "--focus", "web3"], 'no "web3"', 'did you mean "web1"?'],
    [["fleet", "--focus", "zzzzzz"], 'no "zzzzzz"', "known: "],
    [["aspects", "--at", "web1", "--focus", "web1x"], 'no "web1x"', 'did you mean "web1"?'],
    [["fleet", "--from", "prod", "--to", "web2"], "is a group", "host:web1"],
    [["fleet", "--against", "nowhere.json"], "nowhere.json", ""],
  ] as const)("%j", async (argv, message, remedy) => {
    const before = readdirSync(p.root).sort();
    const ran = await p.den("graph", ...argv);
    expect({ status: ran.status, out: ran.out }).toEqual({ status: 2, out: "" });
    expect(ran.err).toContain("DEN_USAGE");
    expect(ran.err).toContain(message);
    expect(ran.err).toContain(remedy);
    expect(readdirSync(p.root).sort()).toEqual(before);
    // With --json some of these are right.
    if (argv.some((word) => word === "--out" || word === "svg")) return;
    const { out, status } = await p.den("graph", ...argv, "--json");
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ findings: [{ code: "DEN_USAGE" }] });
  });
  it("two formats at once", async () => {
    const { status, out } = await p.den("graph", "fleet", "--json", "--format", "dot");
    expect(status).toBe(2);
    expect(out).toContain("--json and --format dot are two formats");
  });
  it("a name that could be several is told", async () => {
    const ran = await p.den("graph", "aspects", "--at", "web1", "--focus", "alice");
    expect(ran.status).toBe(2);
    const q = project({
      "den.config.json": JSON.stringify({
        hosts: { "x86_64-linux": { web: { includes: ["nginx"] } } },
        aspects: { web: {}, nginx: {} },
      }),
    });
    const { status, err } = await q.den("graph", "aspects", "--at", "web", "--focus", "web");
    expect(status).toBe(2);
    expect(err).toContain('"web" could be aspect:web, host:web');
    expect(err).toContain("write the whole id");
  });
  it("unknown hosts and aspects are findings, as everywhere", async () => {
    const host = await p.den("graph", "aspects", "--at", "web3");
    expect(host.status).toBe(1);
    expect(host.err).toContain("DEN_UNKNOWN_HOST");
    expect((await p.den("graph", "--at", "web3")).status).toBe(1);
    const aspect = await p.den("graph", "outputs", "ngimx");
    expect(aspect.status).toBe(1);
    expect(aspect.err).toContain('did you mean "nginx"?');
    const both = await p.den("graph", "aspects", "--at", "x", "--against", "den.config.json");
    expect(both.err).toContain("DEN_UNKNOWN_HOST");
  });
});

describe("a terminal", () => {
  async function atTerminal(...argv: string[]): Promise<Ran> {
    const printed = { out: "", err: "" };
    const status = await main(["graph", ...argv], {
      cwd: p.root,
      env: { NO_COLOR: "1" },
      isTerminal: true,
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text;
      },
    });
    return { status, ...printed };
  }
  it("is not shown a page, but told how to get one", async () => {
    for (const argv of [[], ["fleet", "--format", "html"]]) {
      const { status, out, err } = await atTerminal(...argv);
      expect({ status, out }).toEqual({ status: 2, out: "" });
      expect(err).toContain("--out fleet.html");
    }
    expect((await atTerminal("fleet")).out).toContain("flowchart");
    expect((await atTerminal("--out", "page.html")).status).toBe(0);
  });
});

describe("a fleet with something wrong in it", () => {
  it("is drawn as far as it goes, and what is wrong is told", async () => {
    const { status, out, err } = await p.den(
      "graph",
      "fleet",
      "--config",
      "broken/den.config.json",
    );
    expect(status).toBe(1);
    expect(out).toContain("web1");
    expect(err).toContain("DEN_UNSAFE_NAME");
  });
  it("one picture that cannot be drawn does not keep the others away", async () => {
    p.write(
      "wrong.json",
      JSON.stringify({
        ...fleet,
        vars: { generators: { g: { files: { x: {} }, dependencies: ["nope"], script: "" } } },
      }),
    );
    const { status, out, err } = await p.den("graph", "--json", "--config", "wrong.json");
    expect(status).toBe(1);
    expect(Object.keys(JSON.parse(out))).toContain("aspects");
    expect(err).toContain("nope");
    const one = await p.den("graph", "vars", "--config", "wrong.json");
    expect({ status: one.status, out: one.out }).toEqual({ status: 1, out: "" });
  });
});

it("a picture that Mermaid refuses by default is printed, with what to do", async () => {
  const names = Array.from({ length: 501 }, (_, index) => `h${index}`);
  const many = project({
    "den.config.json": JSON.stringify({
      hosts: { "x86_64-linux": Object.fromEntries(names.map((name) => [name, {}])) },
    }),
  });
  const { status, out, err } = await many.den("graph", "fleet");
  expect(status).toBe(0);
  expect(out).toContain("flowchart");
  expect(err).toMatch(/501 edges, and Mermaid draws at most 500 by default: raise `maxEdges`/);
  expect((await many.den("graph", "fleet", "--format", "dot")).err).toBe("");
});
