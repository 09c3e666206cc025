import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { encryptAge, generateIdentity } from "gen-vars";
import { describe, expect, it } from "vitest";
import { BARE, type Fleet, fleetOf, type Ran, type Setting } from "./support.ts";

const CANARY = "CANARY-7c21e0d4";

/** Every form in which a canary could hide in text. */
const FORMS = [
  CANARY,
  Buffer.from(CANARY).toString("base64").slice(0, 18),
  Buffer.from(CANARY).toString("hex"),
];

const VARS = {
  generators: {
    asked: {
      prompts: {
        secret: { type: "hidden", persist: true },
        other: { type: "multiline-hidden", display: { required: false } },
      },
      files: { made: {}, pub: { secret: false }, text: { template: "a {{secret}} b" } },
      script: "cat $prompts/secret > $out/made; sha256sum < $prompts/secret > $out/pub",
    },
    follows: { files: { f: {} }, dependencies: ["asked"], script: "cat $in/asked/made > $out/f" },
    host: {
      scope: "host",
      files: { f: {} },
      dependencies: ["asked"],
      script: "cat $in/asked/* > $out/f",
    },
  },
};

/** What other processes and other users could see while commands run. */
function watch(fleet: Fleet) {
  const seen = new Set<string>();
  const look = (): void => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      for (const file of ["cmdline", "environ"]) {
        try {
          seen.add(readFileSync(`/proc/${pid}/${file}`, "latin1"));
        } catch {
          // It ended, or is not ours.
        }
      }
    }
  };
  const timer = setInterval(look, 25);
  return {
    end(): void {
      clearInterval(timer);
      look();
      for (const text of seen) for (const form of FORMS) expect(text).not.toContain(form);
      expectNoFiles(fleet);
    },
  };
}

/** No file of the fleet, and none that others may read or that is temporary, holds a canary. */
function expectNoFiles({ root }: Fleet): void {
  const places = [root, "/dev/shm", "/tmp"];
  for (const place of places) {
    const deep = place === root;
    for (const entry of readdirSync(place, { recursive: deep, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) {
        expect(entry.name.startsWith(`gen-vars-${process.pid}-`)).toBe(false);
        continue;
      }
      // Files of other programs come and go.
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined) continue;
      if (!deep && Date.now() - found.mtimeMs > 120_000) continue;
      const content = existsSync(path) ? readFileSync(path, "latin1") : "";
      for (const form of FORMS) expect(content, path).not.toContain(form);
    }
  }
}

function expectClean({ out, err, bytes, asked }: Ran, argv: readonly string[]): void {
  const shown = [out, err, bytes.toString("latin1"), JSON.stringify(asked)].join("\n");
  for (const form of FORMS) expect(shown, argv.join(" ")).not.toContain(form);
  expect(shown, argv.join(" ")).not.toContain("AGE-SECRET-KEY-1");
}

async function filled(vars: object = VARS): Promise<Fleet> {
  const fleet = await fleetOf(vars);
  const ran = await fleet.den(["generate", ...BARE], { answers: [`${CANARY}\n`, CANARY] });
  expect(ran.status).toBe(0);
  expectClean(ran, ["generate"]);
  return fleet;
}

describe("planted values", () => {
  it.each(["age", "sops"])("are shown by no command but get and export (%s)", async (backend) => {
    const fleet = await fleetOf({ ...VARS, backend });
    const watching = watch(fleet);
    const dump = join(fleet.home, "dump");
    const yaml = fleet.write(
      join(fleet.home, "answers.yaml"),
      `fleet:shop/asked: {secret: ${CANARY}, other: ${CANARY}}`,
    );
    const extra = await generateIdentity();
    const key = { SOPS_AGE_KEY: fleet.identity };
    const clan = join(fleet.home, "clan");
    fleet.write(
      join(clan, "secrets/clan-vars/shared/asked/made/made.age"),
      await encryptAge(Buffer.from(CANARY), [fleet.recipient], { armor: true }),
    );
    const commands: [readonly string[], Setting?, number?][] = [
      [["generate", ...BARE, "--dry-run"]],
      [["generate"], { answers: [`${CANARY}\n`, CANARY], stdoutIsTerminal: true, env: key }],
      [["generate", ...BARE, "--answers", yaml, "--regenerate", "--yes", "--json"]],
      [
        ["generate", ...BARE, "--answers", yaml, "--regenerate", "--yes", "--keep-going"],
        { env: key },
      ],
      [
        ["generate", ...BARE, "--answers", "-", "--regenerate", "-g", "asked"],
        { stdin: CANARY },
        1,
      ],
      [["list"]],
      [["list", "--json"]],
      [["check", "--read"]],
      [["check", "--read", "--json"], { env: key }],
      [["set", "asked/made"], { stdin: CANARY }],
      [["set", "asked/made", "--json"], { answers: [`${CANARY}2`] }],
      [["set", "asked/text"], { stdin: CANARY }, 1],
      [["set", "asked/nope"], { stdin: CANARY }, 1],
      [["rotate", ...BARE, "asked", "--yes", "--answers", yaml]],
      [["rotate", "--mark", "asked"]],
      [["rotate", ...BARE, "--yes", "--answers", yaml]],
      [["keys", "add", "bob", "--recipient", extra.recipient, "--rekey"], { env: key }],
      [["keys", "list", "--json"]],
      [["keys", "show", "bob"]],
      [["keys", "remove", "bob"]],
      [["rekey", "--dry-run"]],
      [["rekey", "--json"]],
      [["audit"]],
      [["audit", "--json"]],
      [["audit", "--who-can-read", "asked/made"]],
      [["audit", "--what-can", "admin", "read", "--json"]],
      [["graph"]],
      [["graph", "--json"]],
      [["graph", "--format", "dot"]],
      [["export", dump]],
      [["import", dump, "--yes"]],
      [["import", dump, "--yes", "--json"]],
      [["import", "clan", clan, "--yes"]],
      [["prune", "--yes"]],
      [["adopt", "fleet:shop/x", "asked"], {}, 1],
    ];
    for (const [argv, setting, status = 0] of commands) {
      const ran = await fleet.den(argv, setting);
      expectClean(ran, argv);
      expect({ argv, status: ran.status, err: status === 0 ? ran.err : "" }).toMatchObject({
        argv,
        status,
      });
    }
    watching.end();
    expect((await fleet.den(["get", "asked/made"])).bytes.toString()).toBe(CANARY);
    expect((await fleet.den(["get", "asked/made", "--json"])).out).toContain(CANARY);
    expect(readFileSync(join(dump, "values/fleet/shop/asked/made"), "utf8")).toBe(CANARY);
  });

  it.each([
    ["printing it and failing", "cat $prompts/secret >&2; exit 3"],
    ["tracing", "set -x; x=$(cat $prompts/secret); : $x; exit 1"],
    ["running it", '"$(cat $prompts/secret)"'],
    ["writing too little", "cat $prompts/secret > $out/made"],
    ["too long", "cat $prompts/secret; sleep 9"],
    ["too much", "while cat $prompts/secret; do :; done"],
  ])("are in no error of a script that fails: %s", async (_, script) => {
    const generators = {
      g: { prompts: { secret: { type: "hidden" } }, files: { made: {}, pub: {} }, script },
    };
    const fleet = await fleetOf({ generators });
    const watching = watch(fleet);
    for (const extra of [[], ["--keep-going"], ["--json"]]) {
      const argv = ["generate", ...BARE, "--timeout", "0.3", ...extra];
      const ran = await fleet.den(argv, { answers: [CANARY] });
      expect(ran.status).toBe(1);
      expectClean(ran, argv);
    }
    watching.end();
  });

  it("are in no error about damaged files, records or other keys", async () => {
    const fleet = await filled();
    await fleet.den(["keys", "generate", "other.txt"]);
    const other = ["--identity", "other.txt"];
    const folder = join(fleet.root, "vars/fleet/shop/asked");
    const cipher = join(folder, "made/secret.age");
    const good = readFileSync(cipher, "utf8");
    const record = join(folder, ".state.json");
    const commands = [
      ["get", "asked/made"],
      ["check", "--read"],
      ["rekey"],
      ["export", join(fleet.home, "dump")],
      ["list", "--json"],
      ["generate", ...BARE, "--yes"],
    ];
    const damage: (() => void)[] = [
      () => {},
      () => fleet.write(cipher, good.replace(/.{8}\n-----END/, "AAAAAAAA\n-----END")),
      () => fleet.write(cipher, CANARY),
      () => fleet.write(record, CANARY),
    ];
    for (const spoil of damage) {
      spoil();
      for (const argv of commands) {
        for (const more of spoil === damage[0] ? [other] : [[]]) {
          const ran = await fleet.den([...argv, ...more]);
          expectClean({ ...ran, bytes: argv[0] === "get" ? Buffer.alloc(0) : ran.bytes }, argv);
        }
      }
    }
  });

  it("the private keys of the command are in no process that it starts", async () => {
    const fleet = await fleetOf({
      generators: {
        spy: {
          files: { all: {} },
          script:
            "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' > $out/all || true; env >> $out/all",
        },
      },
    });
    const { status } = await fleet.den(["generate", ...BARE], {
      env: { SOPS_AGE_KEY: fleet.identity },
    });
    expect(status).toBe(0);
    const seen = (await fleet.den(["get", "spy"])).bytes.toString();
    expect(seen).toContain("gen-vars");
    expect(seen).not.toContain(fleet.identity);
  });
});
