import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needs } from "den-testing";
import { addKey, changeKeyring, generateIdentity, generateVars, NO_IDENTITIES } from "gen-vars";
import { afterAll, describe, expect, it } from "vitest";
import { checkVarsStored } from "../../src/check/check-vars.ts";
import { together } from "../../src/cli/together.ts";
import { treeOf } from "../../src/emit/tree.ts";
import type { Finding, ScopeArguments } from "../../src/index.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { writeTree } from "../../src/output/write-tree.ts";
import { createPipeline, type Pipeline } from "../../src/pipeline/pipeline.ts";
import { openFleetVars } from "../../src/vars/fleet-vars.ts";
import { readVarsBelow } from "../../src/vars/records.ts";
import { ask } from "../support/nix-inputs.ts";
import { open } from "../support/open.ts";

type Args = ScopeArguments<unknown>;
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function inFolder(fleet: object): { readonly root: string; readonly load: () => Pipeline } {
  const root = mkdtempSync(join(tmpdir(), "den-vars-"));
  made.push(root);
  const file = { file: "den.config.ts", absolute: join(root, "den.config.ts") };
  const value = fleet as Readonly<Record<string, unknown>>;
  const load = (): Pipeline =>
    createPipeline(buildModel(root, [{ ...file, value }]), readVarsBelow(root));
  return { root, load };
}

const token = {
  files: { secret: {}, public: { secret: false } },
  script: "echo s > $out/secret; echo p > $out/public",
};

describe("values in outputs above the machines", () => {
  const fleet = {
    hosts: { "x86_64-linux": { web1: { includes: ["cloud"] } } },
    aspects: {
      cloud: {
        vars: { generators: { token } },
        terranix: ({ vars }: Args) => ({
          provider: { hcloud: { token: vars.token?.files.secret?.terraform } },
        }),
        devshell: ({ vars }: Args) => ({ env: [vars.token?.files.secret?.shell] }),
      },
    },
  };
  const { root, load } = inFolder(fleet);
  const out = join(root, "den-out");

  it("Terraform gets a variable, declared where it is used, and no value", () => {
    const files = [...treeOf(load(), { root, out }, [])];
    const config = files.find(({ path }) => path === "terraform/fleet/config.tf.json");
    expect(JSON.parse(String(config?.content))).toEqual({
      provider: { hcloud: { token: "${var.host__web1__token__secret}" } },
      variable: {
        host__web1__token__secret: {
          type: "string",
          sensitive: true,
          description: "host:web1/token/secret",
        },
      },
    });
  });

  needs(["nix"], "for nix", () => {
    it("terranix' modules declare it, and the shell fetches the value", async () => {
      writeTree(out, treeOf(load(), { root, out }, []), { complete: true });
      const found = await ask(
        out,
        `{
          modules = map (file: removeAttrs (import file) [ "_file" "key" ]) den.terranixModules.fleet;
          shell = den.devShells.x86_64-linux.default;
        }`,
      );
      expect(found).toEqual({
        modules: [
          { provider: { hcloud: { token: "${var.host__web1__token__secret}" } } },
          {
            variable: {
              host__web1__token__secret: {
                type: "string",
                sensitive: true,
                description: "host:web1/token/secret",
              },
            },
          },
        ],
        shell: {
          packages: [],
          shellHook: `export TOKEN__SECRET="$(den vars get 'host:web1/token/secret')"\n`,
        },
      });
    });
  });
});

describe("what is stored, as den check tells it", () => {
  const generators = {
    ca: {
      ...token,
      files: { secret: { deploy: false }, public: { secret: false, deploy: false } },
    },
    k: { ...token, scope: "host", expires: "30d" },
  };
  const fleet = { hosts: { "x86_64-linux": { a: {}, b: {} } }, vars: { generators } };

  it("from nothing, over everything, to stale and expired", async () => {
    const { root, load } = inFolder(fleet);
    const edge = { root, env: {}, home: root };
    const codes = async (now?: number): Promise<string[]> => {
      const effects = now === undefined ? {} : { effects: { now: () => now } };
      const found = await checkVarsStored(load(), { ...edge, ...effects });
      return found.map(({ code, subject }) => `${code} ${subject}`);
    };
    expect(await codes()).toEqual([
      "DEN_VARS_NO_RECIPIENTS vars",
      "DEN_VARS_MISSING fleet:fleet/ca",
    ]);
    const { recipient } = await generateIdentity();
    const vars = openFleetVars(load(), { ...edge, identities: () => NO_IDENTITIES });
    await changeKeyring(vars, (keys) =>
      addKey(addKey(keys, { name: "admin", role: "admin", recipients: [recipient] }), {
        name: "both",
        role: "host",
        nodes: ["host:a", "host:b"],
        recipients: [recipient],
      }),
    );
    await generateVars(vars, { sandbox: "off" });
    expect(await codes()).toEqual([]);
    const soon = Math.floor(Date.now() / 1000) + 31 * 24 * 3600;
    expect(await codes(soon)).toEqual(["DEN_VARS_EXPIRED host:a/k", "DEN_VARS_EXPIRED host:b/k"]);
    generators.k.script = "echo other > $out/secret; echo p > $out/public";
    expect(await codes()).toEqual(["DEN_VARS_STALE host:a/k", "DEN_VARS_STALE host:b/k"]);
  });
});

describe("hosts that lack values", () => {
  const lack = (host: string): Finding => ({
    code: "DEN_VARS_MISSING",
    severity: "warning",
    message: `${host} needs values`,
    subject: `host ${host}`,
  });
  const other: Finding = { code: "DEN_NEVER_INCLUDED", severity: "warning", message: "m" };
  it("are told one by one while they are few, and together when they are many", () => {
    const few = [lack("a"), other, lack("b"), lack("c")];
    expect(together(few)).toEqual(few);
    expect(together([...few, lack("d")]).map(({ message }) => message)).toEqual([
      "4 hosts need values that have not been generated yet: a, b, c, d",
      "m",
    ]);
  });
  it("is told once what is the same with values that are declared at one place", () => {
    const wrong = (subject: string, path: string): Finding => ({
      code: "DEN_VARS_WRONG_RECIPIENTS",
      severity: "warning",
      message: `${subject}: recipients of key: 1 missing, 0 too many`,
      subject,
      places: [{ file: "a.ts", path: [path] }],
    });
    const all = [wrong("host:a/k", "x"), wrong("host:b/k", "x"), other, wrong("host:a/l", "y")];
    expect(together(all).map(({ message }) => message)).toEqual([
      "recipients of key: 1 missing, 0 too many: host:a/k, host:b/k",
      "m",
      "host:a/l: recipients of key: 1 missing, 0 too many",
    ]);
  });
});

describe("hosts without a key", () => {
  const fleet = (web1: object, vars: object = {}): object => ({
    vars: { keys: { admin }, ...vars },
    hosts: { "x86_64-linux": { web1: { includes: ["a"], ...web1 }, web2: { includes: ["a"] } } },
    aspects: {
      a: {
        nixos: { x: 1 },
        vars: { generators: { k: { files: { key: {}, pub: { secret: false } }, script: "x" } } },
      },
    },
  });
  const admin = "age1hqu0c3j000wul2q2penvs9vas23swr6h7r9j85hrhems3qweu9uq4kwywl";
  const keyless = async (declared: object): Promise<string[]> => {
    const { root, load } = inFolder(declared);
    const found = await checkVarsStored(load(), { root, env: {}, home: root });
    return found
      .filter(({ code }) => code === "DEN_VARS_NO_RECIPIENTS")
      .map(({ message }) => message);
  };
  const of = (host: string): string =>
    `${host} cannot read the secret that is for it: no key of it is known`;
  it("are told, since nothing that runs there gets its secrets", async () => {
    expect(await keyless(fleet({}))).toEqual([of("web1"), of("web2")]);
    expect(await keyless(fleet({ vars: { recipients: [admin] } }))).toEqual([of("web2")]);
    const keys = { admin, w: { role: "host", at: ["web2"], recipients: [admin] } };
    expect(await keyless(fleet({}, { keys }))).toEqual([of("web1")]);
  });
  it("are not told of what they do not decrypt themselves", async () => {
    expect(await keyless(fleet({}, { backend: "password-store" }))).toEqual([]);
  });
});

describe("one host with values costs one host", () => {
  const cost = (hosts: number): number => {
    const names = Array.from({ length: hosts }, (_, index) => `h${index}`);
    const fleet = open({
      hosts: { "x86_64-linux": Object.fromEntries(names.map((name) => [name, {}])) },
      includes: ["r"],
      vars: { generators: { ca: token } },
      aspects: {
        r: {
          vars: { generators: { k: { ...token, dependencies: ["ca"] } } },
          nixos: ({ vars }: Args) => ({
            ca: vars.ca?.files.secret?.path,
            k: vars.k?.files.secret?.path,
          }),
        },
      },
    });
    fleet.evaluator.get(fleet.outputs.host, "host:h1");
    return fleet.evaluator.stats().evaluations;
  };
  it("the same number of evaluations in a fleet of 3 and of 3,000", () => {
    expect(cost(3_000)).toBe(cost(3));
  });
});
