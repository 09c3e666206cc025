import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateX25519Identity } from "age-encryption";
import { needs } from "den-testing";
import fc from "fast-check";
import {
  ageStore,
  type ContractCase,
  checkVars,
  generateVars,
  getVar,
  type Instance,
  inRepoStore,
  type Json,
  mergeIdentities,
  newSops,
  nodeEffects,
  openRepository,
  parseIdentities,
  passwordStore,
  pathPart,
  type StoreBench,
  sealSops,
  sopsSet,
  sopsStore,
  sshToAge,
  storeContract,
  type VarStore,
} from "gen-vars";
import { beforeAll, describe, expect, it } from "vitest";
import { declare, errorOf } from "./support.ts";
import { BARE, filesBelow, temporaryFolder, type World, world } from "./world.ts";

const keys = await Promise.all([generateX25519Identity(), generateX25519Identity()]);
const [alice, bob] = keys.map((key) => parseIdentities(key));
if (alice === undefined || bob === undefined) throw new Error();
const both = mergeIdentities([alice, bob]);

function bench(store: VarStore, values: StoreBench["values"] = "bytes"): StoreBench {
  const { apply } = store;
  const externals = new Map(
    apply === undefined ? [] : [[store.name, (data: Json) => apply(data, nodeEffects)] as const],
  );
  return {
    store,
    repository: openRepository(temporaryFolder(), nodeEffects, externals),
    effects: nodeEffects,
    recipients: [alice?.recipients[0] as string, bob?.recipients[0] as string],
    values,
  };
}

function contract(open: () => StoreBench): void {
  for (const { name, run } of storeContract(async () => open()) as readonly ContractCase[])
    it(name, run);
}

const identities = () => both;

describe("in-repo", () => contract(() => bench(inRepoStore())));
describe("age", () => contract(() => bench(ageStore({ identities }))));
describe("age, binary", () => contract(() => bench(ageStore({ identities, armor: false }))));
describe("age with a passphrase", () =>
  contract(() => bench(ageStore({ passphrase: () => "correct horse", workFactor: 2 }))));
describe("sops, binary", () => contract(() => bench(sopsStore({ identities }))));
describe("sops, json", () =>
  contract(() => bench(sopsStore({ identities, format: "json" }), "text")));
describe("sops, yaml", () =>
  contract(() => bench(sopsStore({ identities, format: "yaml" }), "text")));
describe("sops, a document for each scope", () =>
  contract(() => bench(sopsStore({ identities, per: "scope" }), "text")));

needs(["pass", "gpg"], "password-store", () => {
  const home = temporaryFolderFor("gpg");
  beforeAll(() => {
    chmodSync(home, 0o700);
    const env = { ...process.env, GNUPGHOME: home };
    const batch =
      "%no-protection\nKey-Type: eddsa\nKey-Curve: ed25519\nSubkey-Type: ecdh\nSubkey-Curve: cv25519\nName-Real: t\nExpire-Date: 0\n";
    execFileSync("gpg", ["--batch", "-q", "--gen-key"], { input: batch, env, stdio: "pipe" });
    return () => {
      execFileSync("gpgconf", ["--kill", "gpg-agent"], { env });
      rmSync(home, { recursive: true, force: true });
    };
  });
  const open = (): VarStore => {
    const folder = temporaryFolder();
    const env = { ...process.env, GNUPGHOME: home, PASSWORD_STORE_DIR: folder };
    execFileSync("pass", ["init", "t"], { env, stdio: "ignore" });
    return passwordStore({ folder, env });
  };
  contract(() => bench(open()));

  it("keeps values where pass finds them", async () => {
    const b = bench(open());
    const node = { id: "host:web1", kind: "host", name: "web1" };
    const location = b.store.locate({
      node,
      generator: "g",
      file: "f",
      secret: true,
      deploy: true,
    });
    expect(location.path).toBe("vars/host/web1/g/f");
  });
});

describe("password-store through passage", () => {
  /** A stand-in with passage's commands, which keeps entries in clear. */
  const passage = `#!/bin/sh
    cd "$PASSAGE_DIR" || exit 1
    case $1 in
      insert) mkdir -p "$(dirname "$4")" && cat > "$4.age" ;;
      show) cat "$2.age" ;;
      mv) mkdir -p "$(dirname "$4")" && mv "$3.age" "$4.age" ;;
      rm) shift; for last; do :; done; rm -rf "$last.age" "$last" ;;
    esac`;
  it("calls it with values on stdin only", async () => {
    const folder = temporaryFolder();
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "passage"), passage, { mode: 0o755 });
    const calls: string[] = [];
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const store = passwordStore({ folder, program: "passage", env });
    const run: typeof nodeEffects.run = (program, args, options) => {
      calls.push(JSON.stringify([args, options?.env]));
      return nodeEffects.run(join(bin, program), args, options);
    };
    const effects = { ...nodeEffects, run };
    const b = bench(store);
    const repository = openRepository(
      temporaryFolder(),
      effects,
      new Map([[store.name, (data: Json) => store.apply?.(data, effects) as Promise<void>]]),
    );
    const cases = storeContract(async () => ({ ...b, repository, effects }));
    const picked = cases.find(({ name }) => name === "replaces and removes");
    await picked?.run();
    const location = store.locate({
      node: { id: "a", kind: "b" },
      generator: "g",
      file: "f",
      secret: true,
      deploy: true,
    });
    await repository.transact(async (transaction) => {
      const change = {
        type: "put",
        location,
        value: Buffer.from("canary-77"),
        recipients: [],
      } as const;
      await transaction.commit(
        await store.prepare([change], { view: repository, effects, transaction: transaction.id }),
      );
    });
    expect(readFileSync(join(folder, `${location.path}.age`), "utf8")).toBe("canary-77");
    expect(calls.join()).not.toContain("canary");
  });

  it("says when it is not installed", async () => {
    const store = passwordStore({
      folder: temporaryFolder(),
      program: "passage",
      env: { PATH: "/nowhere" },
    });
    const effects = {
      ...nodeEffects,
      run: async () => ({ code: null, stdout: Buffer.alloc(0), stderr: "", absent: true }),
    };
    const b = bench(store);
    const location = store.locate({
      node: { id: "a", kind: "b" },
      generator: "g",
      file: "f",
      secret: true,
      deploy: true,
    });
    const change = { type: "put", location, value: Buffer.from("x"), recipients: [] } as const;
    const error = await errorOf(() =>
      store.prepare([change], { view: b.repository, effects, transaction: "t" }),
    );
    expect(error.code).toBe("program-missing");
  });
});

describe("layouts", () => {
  const address = {
    node: { id: "host:web1", kind: "host", name: "web1" },
    generator: "wg",
    file: "key",
    secret: true,
    deploy: true,
  } as const;
  it.each([
    ["in-repo", inRepoStore(), "vars/host/web1/wg/key/value", undefined],
    ["age", ageStore(), "vars/host/web1/wg/key/secret.age", undefined],
    ["sops", sopsStore(), "vars/host/web1/wg/key/secret", ["data"]],
    ["sops json", sopsStore({ format: "json" }), "vars/host/web1/wg/key/secret.json", ["data"]],
    [
      "sops per scope",
      sopsStore({ per: "scope" }),
      "secrets/host/web1/secrets.yaml",
      ["wg", "key"],
    ],
  ] as const)("%s", (_, store, path, key) => {
    expect(store.locate(address)).toMatchObject({ path, ...(key === undefined ? {} : { key }) });
  });

  it("put files of other audiences into other documents", () => {
    const store = sopsStore({ per: "scope", format: "json" });
    expect(store.locate({ ...address, deploy: false }).path).toBe(
      "secrets/host/web1/undeployed.json",
    );
    expect(store.locate({ ...address, deploy: ["a", "b"] }).path).toBe(
      "secrets/host/web1/only-a=2Cb.json",
    );
    expect(store.locate({ ...address, shared: true }).path).toBe(
      "secrets/host/web1/shared-wg.json",
    );
  });

  it("refuse a binary document for a scope", async () => {
    expect((await errorOf(() => sopsStore({ per: "scope", format: "binary" }))).code).toBe(
      "store-unsuitable",
    );
  });

  it("encode any text injectively into one safe part", () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.string({ minLength: 150, maxLength: 300 })),
        (text) => {
          const part = pathPart(text);
          expect(part).toMatch(/^[A-Za-z0-9_@+=-][A-Za-z0-9_.@+=-]*$/);
          expect(part.length).toBeLessThanOrEqual(200);
          expect(seen.get(part) ?? text).toBe(text);
          seen.set(part, text);
        },
      ),
    );
  });
});

describe("a sops document of a scope", () => {
  const perScope = (w: World, format: "json" | "yaml") =>
    sopsStore({ identities: () => w.admin, per: "scope", format });

  it.each([
    ["sops", "key"],
    ["sops", "sops"],
    ["db_unencrypted", "key"],
    ["db", "key_unencrypted"],
    ["__proto__", "constructor"],
    ["null", "1"],
    ["a:b.c", "true"],
  ])("keeps secrets whatever they are called: %s/%s", async (generator, file) => {
    for (const format of ["json", "yaml"] as const) {
      const w = await world();
      const script = `printf hidden-value > "$out/${file}"`;
      const vars = w.open(
        [
          declare("fleet", generator, { files: JSON.parse(`{"${file}":{}}`), script }),
          declare("fleet", "other", { files: { f: {} }, script: "echo > $out/f" }),
        ],
        { stores: [perScope(w, format)] },
      );
      await generateVars(vars, BARE);
      for (const content of filesBelow(w.root).values()) expect(content).not.toContain("hidden");
      const instance = vars.model.instance(`fleet/${generator}`) as Instance;
      expect(Buffer.from(await getVar(vars, instance, file)).toString()).toBe("hidden-value");
      expect(await checkVars(vars, { read: true })).toEqual([]);
    }
  });

  it("is left alone when its own rule would not encrypt a secret", async () => {
    const w = await world();
    const recipient = w.admin.recipients[0] as string;
    const started = await sealSops(sopsSet(newSops("json"), ["mine"], Buffer.from("x")), {
      recipients: [recipient],
      now: 0,
    });
    // The value was encrypted by either rule, so the MAC holds.
    const path = join(w.root, "secrets/fleet/main/secrets.json");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      started.replace('"unencrypted_suffix": "_unencrypted"', '"encrypted_regex": "^mine$"'),
    );
    const g = declare("fleet", "g", { files: { f: {} }, script: "echo hidden > $out/f" });
    const vars = w.open([g], { stores: [perScope(w, "json")] });
    const error = await errorOf(() => generateVars(vars, BARE));
    expect(error).toMatchObject({ code: "store-unsuitable" });
    expect(error.message).toContain('"g/f" would not be encrypted');
    expect([...filesBelow(w.root).keys()]).toEqual(["secrets/fleet/main/secrets.json"]);
  });
});

describe("sops and ssh keys", () => {
  it("uses the age form, as sops-nix derives it, unless told otherwise", () => {
    const ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0WCiT5g2Yd8NZ0Zl2k0zPzYvJ9T3hLx0K6mN0f5X1c";
    expect(sopsStore().recipient?.(ssh)).toBe(sshToAge(ssh));
    expect(sopsStore({ sshToAge: false }).recipient?.(ssh)).toBe(ssh);
    expect(sopsStore().recipient?.("age1x")).toBe("age1x");
  });
});

function temporaryFolderFor(name: string): string {
  const folder = join(process.env.TMPDIR ?? "/tmp", `gen-vars-${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
