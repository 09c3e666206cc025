import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { generateX25519Identity } from "age-encryption";
import {
  addKey,
  ageStore,
  answersFrom,
  auditVars,
  checkVars,
  exportVars,
  fileHandle,
  generateVars,
  getVar,
  type Instance,
  importVars,
  listVars,
  nodeEffects,
  parseIdentities,
  planData,
  planOf,
  previewWork,
  publicValue,
  type RunProgram,
  rekeyVars,
  resolveVar,
  rotateVars,
  setVar,
  sopsStore,
  terraformVariable,
  type Vars,
  varsGraph,
  whatCanRead,
} from "gen-vars";
import { describe, expect, it } from "vitest";
import { declare } from "./support.ts";
import { BARE, filesBelow, temporaryFolder, type World, world } from "./world.ts";

const CANARY = "CANARY-1f9e5b27";

/** Every form in which a canary could hide in text. */
const FORMS = [
  CANARY,
  Buffer.from(CANARY).toString("base64").slice(0, 18),
  Buffer.from(CANARY).toString("hex"),
];

/** Collects everything that is shown, and looks for canaries in it. */
function listener() {
  const shown: string[] = [];
  const see = (what: unknown): void => {
    shown.push(
      typeof what === "string"
        ? what
        : `${JSON.stringify(what, jsonable)} ${inspect(what, { depth: 12 })}`,
    );
    if (what instanceof Error)
      shown.push(String(what.stack), JSON.stringify(what, Object.getOwnPropertyNames(what)));
  };
  return {
    see,
    attempt: async (call: () => unknown): Promise<void> => {
      try {
        see((await call()) ?? "");
      } catch (error) {
        see(error);
      }
    },
    expectClean: (): void => {
      for (const text of shown) for (const form of FORMS) expect(text).not.toContain(form);
    },
  };
}

function jsonable(_: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set
    ? [...value]
    : typeof value === "bigint"
      ? `${value}`
      : value;
}

const PROMPTED = declare("fleet", "g", {
  prompts: { secret: { type: "hidden", persist: true }, other: { type: "multiline-hidden" } },
  files: {
    made: {},
    pub: { secret: false },
    text: { template: "a {{secret}} b {{prompts/other}}" },
  },
  script:
    `echo ${CANARY.slice(0, 8)}${CANARY.slice(8)} > $out/made; sha256sum < $prompts/secret > $out/pub`.replace(
      CANARY,
      "$(cat $prompts/other)",
    ),
});
const DEPENDENT = declare("host:web1", "d", {
  files: { f: {} },
  dependencies: ["g"],
  script: "cat $in/g/* > $out/f",
});
const ask = () => CANARY;

function stores(w: World) {
  const identities = () => w.admin;
  return [ageStore({ identities }), sopsStore({ identities, per: "scope" })];
}

async function watched(w: World): Promise<{ vars: Vars; calls: string[] }> {
  const calls: string[] = [];
  const run: RunProgram = (program, args, options) => {
    calls.push(JSON.stringify([program, args, options?.env ?? {}]));
    return nodeEffects.run(program, args, options);
  };
  const vars = w.open([PROMPTED, DEPENDENT], {
    stores: stores(w),
    storeOf: ({ generator }) => (generator === "g" ? "sops" : "age"),
    effects: { run },
  });
  return { vars, calls };
}

describe("planted canaries", () => {
  it("appear in no event, plan, list, audit, check, graph, preview, handle or file", async () => {
    const w = await world();
    const { vars, calls } = await watched(w);
    const l = listener();
    const instance = vars.model.instance("fleet/g") as Instance;
    await l.attempt(() => generateVars(vars, { ...BARE, ask, onEvent: l.see }));
    expect(Buffer.from(await getVar(vars, instance, "made")).toString()).toContain(CANARY);
    await l.attempt(() => planOf(vars));
    await l.attempt(async () => planData(await planOf(vars)));
    await l.attempt(() => previewWork(vars, { regenerate: true }));
    await l.attempt(() => listVars(vars));
    await l.attempt(() => auditVars(vars));
    await l.attempt(() => whatCanRead(vars, "admin"));
    await l.attempt(() => checkVars(vars, { read: true }));
    await l.attempt(() => varsGraph(vars.model));
    await l.attempt(() => vars);
    await l.attempt(() => setVar(vars, instance, "made", Buffer.from(`${CANARY}2`)));
    await l.attempt(() => setVar(vars, instance, "nope", Buffer.from(CANARY)));
    await l.attempt(() =>
      rotateVars(vars, { ...BARE, ask, instances: [instance], onEvent: l.see }),
    );
    const other = parseIdentities(await generateX25519Identity());
    const more = w.open([PROMPTED, DEPENDENT], {
      stores: stores(w),
      storeOf: () => "age",
      keyring: addKey(w.keyring, { name: "o", role: "admin", recipients: other.recipients }),
    });
    await l.attempt(() => rekeyVars(more));
    const handle = fileHandle(vars.model, instance, "made");
    await l.attempt(() => handle);
    await l.attempt(() => resolveVar(terraformVariable, handle));
    await l.attempt(() =>
      resolveVar(
        publicValue(() => CANARY),
        handle,
      ),
    );
    const folder = join(temporaryFolder(), "dump");
    await l.attempt(() => exportVars(vars, folder));
    await l.attempt(() => importVars(vars, folder));
    l.see(calls.join());
    l.expectClean();
    for (const [path, content] of filesBelow(w.root)) {
      for (const form of FORMS) expect(content, path).not.toContain(form);
    }
  });

  const failures: [string, string][] = [
    ["printing it and failing", "cat $prompts/secret >&2; cat $prompts/other; exit 3"],
    ["tracing", "set -x; x=$(cat $prompts/secret); : $x; exit 1"],
    ["naming a file after it", 'touch "$out/$(cat $prompts/secret | tr -d -)"; echo > $out/made'],
    ["writing everything but one", "cat $prompts/secret > $out/made"],
    ["a syntax error beside it", 'x="$(cat $prompts/secret)"; "$x'],
    ["running it as a command", '"$(cat $prompts/secret)"'],
    ["too long", "cat $prompts/secret; sleep 9"],
    ["too much", "while cat $prompts/secret; do :; done"],
  ];
  it.each(failures)("appear in no error of a script that fails: %s", async (_, script) => {
    const w = await world();
    const l = listener();
    const declaration = declare("fleet", "g", {
      prompts: { secret: { type: "hidden" }, other: { type: "hidden" } },
      files: { made: {}, pub: { secret: false } },
      script,
    });
    const vars = w.open([declaration]);
    const canary = script.includes("tr -d") ? CANARY.replaceAll("-", "") : CANARY;
    await l.attempt(() =>
      generateVars(vars, {
        ...BARE,
        ask: () => canary,
        onEvent: l.see,
        limits: { timeoutSeconds: 0.3, outputBytes: 20_000 },
      }),
    );
    if (script.includes("tr -d")) return; // A file's name is said; scripts choose it knowingly.
    l.expectClean();
    expect(filesBelow(w.root).size).toBe(0);
  });

  it("appear in no error about answers", async () => {
    const w = await world();
    const { vars } = await watched(w);
    const l = listener();
    for (const data of [
      CANARY,
      [CANARY],
      { "fleet/g": CANARY },
      { "fleet/g": { secret: [CANARY] } },
      { "fleet/g": { secrte: CANARY } },
      { "fleet/h": { secret: CANARY } },
    ]) {
      await l.attempt(() => answersFrom(data, vars.model));
    }
    await l.attempt(() => generateVars(vars, { ...BARE, ask: () => `${CANARY}\n${CANARY}` }));
    l.expectClean();
  });

  it("appear in no error about damaged files or wrong keys", async () => {
    const w = await world();
    const { vars } = await watched(w);
    await generateVars(vars, { ...BARE, ask });
    const l = listener();
    const stranger = parseIdentities(await generateX25519Identity());
    const blind = w.open([PROMPTED, DEPENDENT], {
      stores: [
        ageStore({ identities: () => stranger }),
        sopsStore({ identities: () => stranger, per: "scope" }),
      ],
      storeOf: ({ generator }) => (generator === "g" ? "sops" : "age"),
    });
    for (const instance of blind.model.instances) {
      for (const file of instance.generator.files.keys())
        await l.attempt(() => getVar(blind, instance, file));
    }
    await l.attempt(() => checkVars(blind, { read: true }));
    await l.attempt(() =>
      rekeyVars(
        w.open([PROMPTED, DEPENDENT], { stores: [ageStore({ identities: () => stranger })] }),
      ),
    );
    await l.attempt(() => exportVars(blind, join(temporaryFolder(), "x")));
    l.expectClean();
  });

  it("are in no environment and no argument of any process while a script runs", async () => {
    const w = await world();
    const spy = declare("fleet", "spy", {
      files: { env: {} },
      dependencies: ["g"],
      script: `for p in /proc/[0-9]*; do cat $p/cmdline $p/environ 2>/dev/null | tr '\\0' '\\n' || true; done > $out/env`,
    });
    const vars = w.open([PROMPTED, spy]);
    await generateVars(vars, { ...BARE, ask });
    const seen = Buffer.from(
      await getVar(vars, vars.model.instance("fleet/spy") as Instance, "env"),
    ).toString();
    expect(seen).toContain("gen-vars-janitor");
    for (const form of FORMS) expect(seen).not.toContain(form);
  });
});

describe("the private folder", () => {
  it("is closed to others, in memory where possible, and gone after success and failure", async () => {
    const w = await world();
    const place = join(temporaryFolder(), "t");
    mkdirSync(place);
    const look = declare("fleet", "look", {
      runtimeInputs: ["findutils"],
      files: { f: { secret: false } },
      script: `stat -c '%a' $out/.. $out $in $prompts $out/../.. > $out/f; find "$out/.." -type f -printf '%m\\n' >> $out/f`,
    });
    const vars = w.open([look]);
    await generateVars(vars, { ...BARE, temporary: place });
    const modes = Buffer.from(
      await getVar(vars, vars.model.instances[0] as Instance, "f"),
    ).toString();
    expect(modes).toMatch(/^(700\n){5}/);
    expect(readdirSync(place)).toEqual([]);
    const bad = w.open([declare("fleet", "bad", { files: { f: {} }, script: "false" })]);
    await generateVars(bad, { ...BARE, temporary: place }).catch(() => undefined);
    expect(readdirSync(place)).toEqual([]);
    if (existsSync("/dev/shm")) {
      let memory: boolean | undefined;
      await generateVars(vars, {
        ...BARE,
        regenerate: true,
        onEvent: (event) => {
          if (event.type === "begin") memory = event.inMemory;
        },
      });
      expect(memory).toBe(readFileSync("/proc/mounts", "utf8").includes(" /dev/shm tmpfs"));
    }
  });

  it("of a dead run is swept by the next one", async () => {
    const w = await world();
    const place = join(temporaryFolder(), "t");
    const dead = nodeEffects.processes.self().replace(/^\d+/, "4194303");
    mkdirSync(join(place, `gen-vars-${dead}.x`, "g0"), { recursive: true });
    mkdirSync(join(place, "gen-vars-unrelated"));
    const ours = temporaryFolder();
    writeFileSync(join(ours, "file"), "");
    symlinkSync(ours, join(place, `gen-vars-${dead}.link`));
    await generateVars(
      w.open([declare("fleet", "g", { files: { f: {} }, script: "touch $out/f" })]),
      { ...BARE, temporary: place },
    );
    expect(readdirSync(place).sort()).toEqual([`gen-vars-${dead}.link`, "gen-vars-unrelated"]);
    expect(readdirSync(ours)).toEqual(["file"]);
  });
});
