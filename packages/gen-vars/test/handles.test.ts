import fc from "fast-check";
import {
  agenixPath,
  agenixSecret,
  type FileHandle,
  handleFor,
  type Location,
  publicPath,
  publicValue,
  resolveAll,
  resolveVar,
  secretName,
  shellVariable,
  sopsNixPath,
  sopsNixSecret,
  terraformVariable,
  unresolvable,
  type VarTarget,
  visibleVars,
} from "gen-vars";
import { describe, expect, expectTypeOf, it } from "vitest";
import { declare, errorOf, model } from "./support.ts";

const found = model(
  [
    declare("host:web1", "wg", {
      files: {
        key: { owner: "systemd-network", mode: "0440", restartUnits: ["wg.service"] },
        pub: { secret: false },
        hash: { neededFor: "users" },
        owned: { neededFor: "users", owner: "nginx" },
        disk: { neededFor: "partitioning" },
        off: { deploy: false },
      },
    }),
    declare("fleet", "ca", { files: { key: {}, cert: { secret: false } } }),
    declare("host:db1", "db", { files: { password: {}, pub: { secret: false } } }),
    declare("instance:backup", "repo", { files: { key: {} } }),
  ],
  {
    edges: [
      { from: "host:web1", to: "host:db1" },
      { from: "host:web1", to: "instance:backup", access: "all" },
    ],
  },
);
const handle = (file: string): FileHandle => handleFor(found, "host:web1", "wg", file);

describe("visibility", () => {
  it("is everything at and above, and what edges grant", () => {
    const { own, peers } = visibleVars(found, "user:alice@web1");
    expect([...own.keys()]).toEqual(["wg", "ca"]);
    expect(
      [...peers].map(([node, seen]) => [
        node,
        [...seen].map(([name, { access }]) => `${name}:${access}`),
      ]),
    ).toEqual([
      ["host:db1", ["db:public"]],
      ["instance:backup", ["repo:all"]],
    ]);
  });

  it.each([
    ["host:web1", "wg", "key", undefined, "host:web1/wg/key"],
    ["user:alice@web1", "ca", "cert", undefined, "fleet/ca/cert"],
    ["host:web1", "db", "pub", "db1", "host:db1/db/pub"],
    ["user:alice@web1", "repo", "key", "instance:backup", "instance:backup/repo/key"],
  ] as const)("%s sees %s/%s", (viewer, generator, file, node, id) => {
    expect(handleFor(found, viewer, generator, file, node).id).toBe(id);
  });

  it.each([
    [
      "not-visible",
      "host:db1",
      "wg",
      "key",
      undefined,
      ["lives at host host:web1", "seen by host:web1 and everything below it"],
    ],
    [
      "not-visible",
      "host:web2",
      "db",
      "pub",
      "host:db1",
      ["its public files by host:web1 through an edge"],
    ],
    [
      "not-visible",
      "host:web1",
      "db",
      "password",
      "host:db1",
      ["sees only public files of host:db1"],
    ],
    ["unknown-name", "host:web1", "wgg", "key", undefined, ["Did you mean wg?"]],
    ["unknown-name", "host:web1", "wg", "kye", undefined, ["Did you mean key?", "key, off"]],
    ["unknown-name", "host:web1", "nope", "key", "host:db1", ["No generator"]],
    ["unknown-name", "host:web1", "ca", "cert", "host:db1", ["at host:db1", "lives at fleet"]],
    ["scope-unknown", "host:web1", "ca", "cert", "fleeet", ["Did you mean fleet?"]],
    ["scope-unknown", "host:wbe1", "ca", "cert", undefined, ["Did you mean host:web1?"]],
  ] as const)("%s", async (code, viewer, generator, file, node, parts) => {
    const error = await errorOf(() => handleFor(found, viewer, generator, file, node));
    expect(error.code).toBe(code);
    for (const part of parts) expect(error.message).toContain(part);
  });

  it("gives each viewer the deployment fields that it declared", () => {
    const shared = model(
      ["web1", "web2"].map((name) =>
        declare(`host:${name}`, "ca", { share: true, files: { key: { owner: name } } }),
      ),
    );
    expect(handleFor(shared, "host:web1", "ca", "key").owner).toBe("web1");
    expect(handleFor(shared, "host:web2", "ca", "key").owner).toBe("web2");
  });
});

describe("targets", () => {
  const age: Location = { path: "vars/host/web1/wg/key/secret.age", format: "age" };
  const sops: Location = {
    path: "secrets/host/web1/secrets.yaml",
    format: "sops-yaml",
    key: ["wg", "key"],
  };

  it("resolve one file in many ways, with their types", () => {
    const all = resolveAll(
      {
        sops: sopsNixPath(),
        age: agenixPath(),
        terraform: terraformVariable,
        shell: shellVariable((h) => ["get", h.id]),
      },
      handle("key"),
    );
    expectTypeOf(all.sops).toEqualTypeOf<string>();
    expectTypeOf(all.shell.command).toEqualTypeOf<readonly string[]>();
    expect(all).toEqual({
      sops: "/run/secrets/vars/host/web1/wg/key",
      age: "/run/agenix/vars/host/web1/wg/key",
      terraform: {
        name: "host__web1__wg__key",
        declaration: { type: "string", sensitive: true, description: "host:web1/wg/key" },
        reference: "${var.host__web1__wg__key}",
        environment: "TF_VAR_host__web1__wg__key",
      },
      shell: { name: "WG__KEY", command: ["get", "host:web1/wg/key"] },
    });
  });

  it("know when a file is needed", () => {
    expect(sopsNixPath().resolve(handle("hash"))).toBe(
      "/run/secrets-for-users/vars/host/web1/wg/hash",
    );
    expect(agenixPath().resolve(handle("hash"))).toBe("/run/agenix/vars/host/web1/wg/hash");
    expect(sopsNixPath({ uploadFolder: "/up" }).resolve(handle("disk"))).toBe(
      "/up/partitioning/vars/host/web1/wg/disk",
    );
  });

  it("wire sops-nix and agenix", async () => {
    expect(resolveVar(sopsNixSecret(sops), handle("key"))).toEqual({
      name: "vars/host/web1/wg/key",
      sopsFile: "secrets/host/web1/secrets.yaml",
      format: "yaml",
      key: "wg/key",
      owner: "systemd-network",
      group: "root",
      mode: "0440",
      neededForUsers: false,
      restartUnits: ["wg.service"],
    });
    expect(
      resolveVar(
        sopsNixSecret({ path: "p", format: "sops-binary", key: ["data"] }),
        handle("hash"),
      ),
    ).toMatchObject({
      format: "binary",
      key: "",
      neededForUsers: true,
    });
    expect(resolveVar(agenixSecret(age), handle("hash"))).toEqual({
      name: "vars/host/web1/wg/hash",
      file: age.path,
      owner: "root",
      group: "root",
      mode: "0400",
    });
  });

  it("resolve public files to values and paths", () => {
    const pub = handle("pub");
    expect(
      resolveVar(
        publicValue((h) => `value of ${h.id}`),
        pub,
      ),
    ).toBe("value of host:web1/wg/pub");
    expect(
      resolveVar(
        publicPath(() => ({ path: "vars/x/value", format: "plain" })),
        pub,
      ),
    ).toBe("vars/x/value");
    expect(resolveVar(terraformVariable, pub).declaration.sensitive).toBe(false);
  });

  const refusals: [string, VarTarget<unknown>, string, string][] = [
    ["a secret as a plain value", publicValue(() => "x"), "key", "can be read by everybody"],
    ["a secret as a repository path", publicPath(() => age), "key", "can be read by everybody"],
    ["a public file as a sops-nix path", sopsNixPath(), "pub", "it is public"],
    ["what is not deployed", agenixPath(), "off", "not deployed"],
    ["what is needed early without an upload", sopsNixPath(), "disk", "needed for partitioning"],
    ["a user's file before users exist", sopsNixPath(), "owned", "cannot belong to nginx:root"],
    ["an age file through sops-nix", sopsNixSecret(age), "key", "stored as age"],
    ["a sops file through agenix", agenixSecret(sops), "hash", "stored as sops-yaml"],
    ["restartUnits through agenix", agenixSecret(age), "key", "cannot restart wg.service"],
    ["a public path that is no plain file", publicPath(() => sops), "pub", "stored as sops-yaml"],
  ];
  it.each(refusals)("refuse %s", async (_, target, file, part) => {
    const error = await errorOf(() => resolveVar(target, handle(file)));
    expect(error.code).toBe("unresolvable");
    expect(error.message).toContain(part);
    expect(error.message).toContain(`host:web1/wg/${file}`);
    expect(error.issues[0]?.remedy).not.toBe("");
  });

  it("can be written by others", async () => {
    const mine: VarTarget<number> = {
      name: "a number",
      worldReadable: false,
      resolve: (h) => {
        throw unresolvable(h, "a number", "it is none", "Use text.");
      },
    };
    expect((await errorOf(() => resolveVar(mine, handle("key")))).message).toBe(
      "host:web1/wg/key cannot be used as a number: it is none. Use text.",
    );
  });

  it("give different files different names that shells, systemd and Terraform take", () => {
    const names = new Map<string, string>();
    const name = fc.stringMatching(/^[A-Za-z0-9:_.-]{1,6}$/);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), name, name, (node, generator, file) => {
        const made = { ...handle("key"), node, nodeName: node, generator, file };
        const id = JSON.stringify([node, generator, file]);
        for (const text of [secretName(made), terraformVariable.resolve(made).name]) {
          expect(text).toMatch(/^[A-Za-z0-9_.@+=/-]+$/);
          expect(names.get(text) ?? id).toBe(id);
          names.set(text, id);
        }
        expect(terraformVariable.resolve(made).name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
      }),
      { numRuns: 150 },
    );
  });
});
