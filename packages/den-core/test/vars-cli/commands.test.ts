import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BARE, fleetOf, random } from "./support.ts";

const COMMANDS = [
  "list",
  "generate",
  "get",
  "set",
  "check",
  "rotate",
  "rekey",
  "audit",
  "graph",
  "export",
  "import",
  "adopt",
  "prune",
  "keys list",
  "keys show",
  "keys add",
  "keys remove",
  "keys generate",
  "keys grant",
  "keys revoke",
  "keys group add",
  "keys group remove",
].map((text) => text.split(" "));

describe("every command", () => {
  it.each(COMMANDS.map((words) => [words]))("%j has help", async (words) => {
    const fleet = await fleetOf();
    for (const argv of [
      [...words, "--help"],
      ["help", ...words],
    ]) {
      const { status, out, err } = await fleet.den(argv);
      expect({ status, err }).toEqual({ status: 0, err: "" });
      expect(out).toContain(`Usage: den vars ${words.join(" ")}`);
      expect(out).toContain("--json");
    }
  });

  it("is in the help of its group, and typos get the nearest", async () => {
    const fleet = await fleetOf();
    const groups = [[], ["keys"], ["keys", "group"]];
    for (const group of groups) {
      const { status, out } = await fleet.den([...group, "--help"]);
      expect(status).toBe(0);
      for (const words of COMMANDS.filter((one) => one.length === group.length + 1)) {
        if (group.every((word, index) => words[index] === word))
          expect(out).toContain(`  ${words.at(-1)} `);
      }
      expect(await fleet.den(group)).toMatchObject({ status: 2, out: "", err: out });
    }
    for (const [typo, meant] of [
      ["lsit", "den vars list"],
      ["genrate", "den vars generate"],
      ["keys grup", "den vars keys group"],
      ["keys group ad", "den vars keys group add"],
    ] as const) {
      const { status, err } = await fleet.den(typo.split(" "));
      expect(status).toBe(2);
      expect(err).toContain(`did you mean \`${meant}\`?`);
    }
    expect((await fleet.den(["xyzzy"])).err).toContain("Usage: den vars COMMAND");
  });

  it("takes the options of all commands before its name too", async () => {
    const fleet = await fleetOf({ generators: { g: random() } });
    const argv = ["--json", "--config", "den.config.json", "list"];
    expect(JSON.parse((await fleet.den(argv)).out).files).toHaveLength(1);
  });
});

it("the code of `den vars` is loaded when it is asked for", () => {
  const text = (file: string): string =>
    readFileSync(new URL(`../../src/cli/${file}`, import.meta.url), "utf8");
  const imports = (file: string): (string | undefined)[] =>
    [...text(file).matchAll(/^import (?!type).*?from "(.*?)";/gms)].map((match) => match[1]);
  expect(imports("main.ts")).not.toContain("./verbs/vars.ts");
  expect(imports("verbs/vars.ts")).toEqual(["../vars/keys/group.ts"]);
  expect(imports("vars/keys/group.ts")).toEqual([]);
  expect(imports("io.ts")).toEqual([]);
});

describe("JSON", () => {
  it("of refusals is findings", async () => {
    const fleet = await fleetOf({ generators: { g: random() } });
    const { out, err, status } = await fleet.den(["get", "nope", "--json"]);
    expect({ err, status }).toEqual({ err: "", status: 1 });
    expect(JSON.parse(out).findings[0]).toMatchObject({
      code: "DEN_VARS_UNKNOWN_NAME",
      subject: "nope",
    });
  });

  it("of check is findings with places", async () => {
    const fleet = await fleetOf({ generators: { g: random() } });
    const { out, status } = await fleet.den(["check", "--json"]);
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      findings: [
        {
          code: "DEN_VARS_MISSING",
          severity: "error",
          subject: "fleet:shop/g",
          places: [{ file: "den.config.json", line: expect.any(Number) }],
        },
      ],
    });
    await fleet.den(["generate", ...BARE]);
    expect(await fleet.json(["check"])).toEqual({ findings: [] });
  });
});

describe("graph", () => {
  const vars = {
    generators: {
      ca: random(),
      wg: random({ private: {}, public: { secret: false } }, { scope: "host" }),
      tls: {
        scope: "host",
        files: { k: {} },
        dependencies: ["ca"],
        script: "cat $in/*/key > $out/k",
      },
      peer: {
        scope: "host",
        files: { k: {} },
        dependencies: [{ generator: "wg", node: "web2" }],
        script: "cat $in/*/public > $out/k",
      },
    },
  };

  it("as mermaid, dot and JSON", async () => {
    const fleet = await fleetOf(vars);
    const { out } = await fleet.den(["graph", "web1"]);
    expect(out.slice(0, out.indexOf("  classDef"))).toBe(
      `---
title: "Generators of shop"
---
flowchart LR
  subgraph g0["shop"]
    n0["ca<br/>missing"]
  end
  subgraph g1["web1"]
    n1["peer<br/>missing"]
    n2["tls<br/>missing"]
    n3["wg<br/>missing"]
  end
  subgraph g2["web2"]
    n4["wg<br/>missing"]
  end
  n1 -.->|"public"| n4
  n2 --> n0
`,
    );
    const dot = await fleet.den(["graph", "web1", "--format", "dot"]);
    expect(dot.out).toMatch(/^digraph "Generators of shop" \{\n/);
    expect(dot.out).toContain("cluster_");
    expect(dot.out).toMatch(
      /"host:web1\/peer" -> "host:web2\/wg" \[label="public", style="dashed"/,
    );
    const { nodes, edges } = await fleet.json<{ nodes: object[]; edges: object[] }>(["graph"]);
    expect([nodes.length, edges.length]).toEqual([7, 4]);
    const wrong = await fleet.den(["graph", "--format", "dto"]);
    expect(wrong.status).toBe(2);
    expect(wrong.err).toContain('did you mean "dot"?');
  });
});

it("check tells people once what is the same everywhere", async () => {
  const fleet = await fleetOf({ generators: { g: random({ key: {} }, { scope: "host" }) } });
  const { err, out } = await fleet.den(["check"]);
  expect(err).toMatch(
    /^error DEN_VARS_MISSING key not generated yet: host:web1\/g, host:web2\/g\n/,
  );
  expect(err.match(/DEN_VARS/g)).toHaveLength(1);
  expect(out).toContain("2 errors");
});

it("a fleet with errors is not changed: what is not understood would look gone", async () => {
  const fleet = await fleetOf({ generators: { g: random({ key: {} }, { scope: "host" }) } });
  await fleet.den(["generate", ...BARE]);
  fleet.configure({
    meta: { name: "shop" },
    hosts: { "x86_64-linux": { web1: {}, "../web2": {} } },
    vars: {
      backend: "age",
      keys: { admin: fleet.recipient },
      generators: { g: random({ key: {} }, { scope: "host" }) },
    },
  });
  for (const argv of [["prune", "--yes"], ["generate"], ["rekey"], ["rotate"]]) {
    const { status, err } = await fleet.den(argv);
    expect({ argv, status }).toEqual({ argv, status: 1 });
    expect(err).toContain("DEN_UNSAFE_NAME");
  }
  const read = await fleet.den(["get", "web1/g"]);
  expect(read.status).toBe(0);
  expect(read.err).toContain("DEN_UNSAFE_NAME");
});
