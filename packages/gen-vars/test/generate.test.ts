import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missing, needs } from "den-testing";
import {
  generateVars,
  getVar,
  type Instance,
  nodeEffects,
  planOf,
  type RunEvent,
  type RunProgram,
} from "gen-vars";
import { describe, expect, it } from "vitest";
import { declare, errorOf } from "./support.ts";
import { BARE, clock, filesBelow, temporaryFolder, world } from "./world.ts";

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

const KEYS = declare("fleet", "keys", {
  scope: "host",
  files: { private: {}, public: { secret: false } },
  script: 'echo "secret-$RANDOM$RANDOM" > $out/private; sha256sum < $out/private > $out/public',
});

describe("generating", () => {
  it("makes what is missing, encrypted or in clear, and nothing the second time", async () => {
    const w = await world();
    const vars = w.open([KEYS]);
    const result = await generateVars(vars, BARE);
    expect(result.generated).toEqual(["host:db1/keys", "host:web1/keys", "host:web2/keys"]);
    const instance = vars.model.instance("host:web1/keys");
    if (instance === undefined) throw new Error();
    const secret = text(await getVar(vars, instance, "private"));
    expect(secret).toMatch(/^secret-\d+\n$/);
    const files = filesBelow(w.root);
    expect([...files.keys()].filter((path) => path.includes("web1"))).toEqual([
      "vars/host/web1/keys/.state.json",
      "vars/host/web1/keys/public/value",
      "vars/host/web1/keys/private/secret.age",
    ]);
    for (const [, content] of files) expect(content).not.toContain(secret.trim());
    const again = await generateVars(vars, BARE);
    expect(again.generated).toEqual([]);
    expect(filesBelow(w.root)).toEqual(files);
  });

  it("stages dependencies and prompts, runs in order, and passes values on", async () => {
    const w = await world();
    const vars = w.open([
      declare("fleet", "ca", {
        files: { key: {}, cert: { secret: false } },
        prompts: { name: { type: "line" }, pin: { type: "hidden", persist: true } },
        script: "echo key-of-$(cat $prompts/name) > $out/key; echo cert > $out/cert",
      }),
      declare("host:web1", "tls", {
        files: { chain: {}, both: { template: "{{ca/cert}}+{{chain}}+{{prompts/x}}" } },
        prompts: { x: { type: "line", display: { required: false } } },
        dependencies: ["ca"],
        script: "cat $in/ca/key $in/ca/cert $in/ca/pin > $out/chain",
      }),
    ]);
    const asked: string[] = [];
    await generateVars(vars, {
      ...BARE,
      ask: ({ instance, prompt }) => {
        asked.push(`${instance.id}:${prompt.name}`);
        return prompt.required ? `<${prompt.name}>` : "";
      },
    });
    expect(asked).toEqual(["fleet/ca:name", "fleet/ca:pin", "host:web1/tls:x"]);
    const tls = vars.model.instance("host:web1/tls");
    if (tls === undefined) throw new Error();
    expect(text(await getVar(vars, tls, "chain"))).toBe("key-of-<name>\ncert\n<pin>");
    expect(text(await getVar(vars, tls, "both"))).toBe("cert+key-of-<name>\ncert\n<pin>+");
  });

  it("keeps answers apart by instance, not by generator name", async () => {
    const w = await world();
    const vars = w.open([
      declare("fleet", "password", {
        scope: "host",
        files: { hash: {} },
        prompts: { password: { type: "hidden" } },
        script: "cat $prompts/password > $out/hash",
      }),
    ]);
    await generateVars(vars, { ...BARE, ask: ({ instance }) => `of ${instance.id}` });
    for (const instance of vars.model.instances) {
      expect(text(await getVar(vars, instance, "hash"))).toBe(`of ${instance.id}`);
    }
  });

  it("makes dependents anew when a dependency changed, and not when it turned out the same", async () => {
    const w = await world();
    const make = (value: string, comment = "") => [
      declare("fleet", "a", {
        files: { pub: { secret: false }, key: {} },
        script: `echo ${value} > $out/pub; echo constant > $out/key ${comment}`,
      }),
      declare("host:web1", "b", {
        files: { f: {} },
        dependencies: ["a"],
        script: "cat $in/a/* > $out/f",
      }),
    ];
    await generateVars(w.open(make("1")), BARE);
    const same = await generateVars(w.open(make("1", "# comment")), BARE);
    expect(same).toMatchObject({ generated: ["fleet/a"], unchanged: ["host:web1/b"] });
    const other = await generateVars(w.open(make("2")), BARE);
    expect(other).toMatchObject({ generated: ["fleet/a", "host:web1/b"], unchanged: [] });
    expect((await planOf(w.open(make("2")))).entries.map((e) => e.state)).toEqual(["ok", "ok"]);
  });

  it("stores nothing when one fails, or what is done when asked to store each", async () => {
    const w = await world();
    const vars = w.open([
      declare("host:web1", "good", { files: { f: {} }, script: "echo ok > $out/f" }),
      declare("host:web1", "zbad", { files: { f: {} }, script: "false" }),
      declare("host:web1", "zz", {
        files: { f: {} },
        dependencies: ["zbad"],
        script: "echo > $out/f",
      }),
    ]);
    const error = await errorOf(() => generateVars(vars, BARE));
    expect(error.code).toBe("script-failed");
    expect(filesBelow(w.root).size).toBe(0);
    const events: RunEvent[] = [];
    const result = await generateVars(vars, {
      ...BARE,
      commit: "each",
      onEvent: (e) => events.push(e),
    });
    expect(result.generated).toEqual(["host:web1/good"]);
    expect([...result.failed].map(([id, issues]) => [id, issues[0]?.code])).toEqual([
      ["host:web1/zbad", "script-failed"],
      ["host:web1/zz", "dependency-failed"],
    ]);
    expect(events.filter((e) => e.type === "stored")).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: "begin", count: 3, sandbox: "none" });
  });

  it("expires and rotates by the clock, keeping persisted answers only where they may be kept", async () => {
    const w = await world();
    const time = clock();
    const vars = w.open(
      [
        declare("fleet", "cert", {
          files: { f: { secret: false } },
          prompts: { p: { type: "line", persist: true } },
          script: "date +%N > $out/f",
          expires: "90d",
          rotateAfter: "60d",
        }),
      ],
      { effects: time.effects },
    );
    let asked = 0;
    const ask = () => `answer ${++asked}`;
    await generateVars(vars, { ...BARE, ask });
    time.now += 59 * 86_400;
    expect((await generateVars(vars, { ...BARE, ask })).generated).toEqual([]);
    time.now += 86_400;
    const [entry] = (await planOf(vars)).entries;
    expect(entry?.reasons.map((r) => r.code)).toEqual(["rotation-due"]);
    await generateVars(vars, { ...BARE, ask });
    expect(asked).toBe(2);
    time.now += 90 * 86_400;
    expect((await planOf(vars)).entries[0]?.reasons.map((r) => r.code)).toEqual([
      "expired",
      "rotation-due",
    ]);
  });
});

describe("what a script gets", () => {
  it("is nothing of the environment but what is declared", async () => {
    const w = await world();
    process.env.GEN_VARS_CANARY = "canary";
    const vars = w.open([
      declare("fleet", "env", {
        files: { f: { secret: false } },
        script: "env > $out/f; pwd >> $out/f",
      }),
    ]);
    await generateVars(vars, { ...BARE, env: { DECLARED: "yes" } });
    delete process.env.GEN_VARS_CANARY;
    const [instance] = vars.model.instances;
    if (instance === undefined) throw new Error();
    const lines = text(await getVar(vars, instance, "f")).split("\n");
    const names = lines
      .map((line) => line.split("=")[0])
      .filter((name) => /^\w+$/.test(name ?? ""));
    expect(names.sort()).toEqual(
      [
        "DECLARED",
        "HOME",
        "LANG",
        "PATH",
        "PWD",
        "SHLVL",
        "TMPDIR",
        "TZ",
        "_",
        "in",
        "out",
        "prompts",
      ].sort(),
    );
  });

  it.each([
    ["a missing file", "true", ["output-missing"], "$out/f"],
    ["an undeclared file", "touch $out/f $out/g", ["output-undeclared"], '"g"'],
    ["a link", "ln -s /etc/passwd $out/f", ["output-invalid"], "f"],
    ["a folder", "mkdir $out/f", ["output-invalid"], "f"],
    ["a pipe", "mkfifo $out/f", ["output-invalid"], "f"],
    ["a second name", "touch $out/f; ln $out/f $TMPDIR/f", ["output-invalid"], "f"],
    ["a link in place of $out", "rmdir $out; ln -s /etc $out", ["output-invalid"], "$out"],
    ["a file in place of $out", "rmdir $out; touch $out", ["output-invalid"], "$out"],
    ["no $out", "rmdir $out", ["output-invalid"], "$out"],
    [
      "everything wrong",
      "mkdir $out/x; touch $out/y",
      ["output-undeclared", "output-undeclared", "output-missing"],
      "",
    ],
    ["a failing pipe", "false | true; touch $out/f", ["script-failed"], "code 1"],
    ["an unset variable", "echo $nope; touch $out/f", ["script-failed"], "code 1"],
    ["too much output", "yes", ["script-output-too-large"], "1048576"],
    [
      "too large a file",
      "head -c 3000000 /dev/zero > $out/f",
      ["script-output-too-large"],
      "1000000",
    ],
    ["too long", "sleep 60", ["script-timeout"], "0.5 seconds"],
  ] as const)("%s is an error", async (_, script, wanted, part) => {
    const w = await world();
    const vars = w.open([declare("fleet", "g", { files: { f: {} }, script })]);
    const error = await errorOf(() =>
      generateVars(vars, { ...BARE, limits: { timeoutSeconds: 0.5, fileBytes: 1_000_000 } }),
    );
    expect(error.issues.map((issue) => issue.code)).toEqual(wanted);
    expect(error.message).toContain(part);
    expect(filesBelow(w.root).size).toBe(0);
  });

  it("ends with its background processes, and may take as long as one likes", async () => {
    const w = await world();
    const script = "sleep 60 & echo $! > $out/f; chmod 0 $out/f $out $TMPDIR";
    const vars = w.open([declare("fleet", "g", { files: { f: { secret: false } }, script })]);
    await generateVars(vars, { ...BARE, limits: { timeoutSeconds: 1e9 } });
    const pid = text(await getVar(vars, vars.model.instances[0] as Instance, "f")).trim();
    // Of a process that ended and was not waited for, the command line is empty.
    const left = existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/cmdline`, "utf8") : "";
    expect(left).toBe("");
  });

  it("misses programs before anything runs, all of them at once", async () => {
    const w = await world();
    const vars = w.open([
      declare("fleet", "a", { files: { f: {} }, script: "touch $out/f" }),
      declare("fleet", "b", {
        files: { f: {} },
        script: "x",
        runtimeInputs: ["no-such-a", "no-such-b"],
      }),
      declare("fleet", "c", {
        files: { f: {} },
        script: "x",
        runtimeInputs: [{ package: "p", programs: ["no-such-c"] }],
      }),
    ]);
    const events: RunEvent[] = [];
    const error = await errorOf(() =>
      generateVars(vars, { ...BARE, onEvent: (e) => events.push(e) }),
    );
    expect(error.issues.map((issue) => [issue.code, issue.culprit])).toEqual([
      ["program-missing", "no-such-a"],
      ["program-missing", "no-such-b"],
      ["program-missing", "p"],
    ]);
    expect(events).toEqual([]);
  });

  it("come from nix when they are not on the PATH, or from a store path, also inside a sandbox", async () => {
    const w = await world();
    const folder = temporaryFolder();
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "hello"), "#!/bin/sh\necho hello from $0\n", { mode: 0o755 });
    const calls: (readonly string[])[] = [];
    const run: RunProgram = (program, args, options) => {
      if (program !== "nix") return nodeEffects.run(program, args, options);
      calls.push(args);
      const found = args.at(-1) === "other#hello" || args.at(-1) === "flake#pkg";
      const stdout = Buffer.from(found ? `${folder}\n` : "");
      return Promise.resolve({ code: found ? 0 : 1, stdout, stderr: "", absent: false });
    };
    const boxed = missing(["bwrap"]).length === 0;
    for (const [name, input] of Object.entries({
      bare: "hello",
      flake: "flake#pkg",
      path: folder,
    })) {
      const declaration = declare("fleet", name, {
        files: { f: { secret: false } },
        runtimeInputs: [{ package: input, programs: ["hello"] }],
        script: "hello > $out/f",
      });
      const vars = w.open([declaration], { effects: { run } });
      await generateVars(vars, { nixpkgs: "other", sandbox: boxed ? "required" : "off" });
      const [instance] = vars.model.instances;
      expect(text(await getVar(vars, instance as Instance, "f"))).toMatch(
        /^hello from .*\/hello\n$/,
      );
    }
    expect(calls.map((args) => args.at(-1))).toEqual(["other#hello", "flake#pkg"]);
    const absent = w.open(
      [
        declare("fleet", "x", {
          files: { f: {} },
          script: "x",
          runtimeInputs: ["zzz", "/nowhere/x"],
        }),
      ],
      { effects: { run } },
    );
    const error = await errorOf(() => generateVars(absent, { sandbox: "off" }));
    expect(error.issues.map((issue) => issue.culprit)).toEqual(["/nowhere/x", "zzz"]);
  });

  it("without a script needs no sandbox, and says how to set what nothing writes", async () => {
    const w = await world();
    const run: RunProgram = async () => ({
      code: null,
      stdout: Buffer.alloc(0),
      stderr: "",
      absent: true,
    });
    const template = declare("fleet", "t", { files: { f: { secret: false, template: "x" } } });
    expect((await generateVars(w.open([template], { effects: { run } }))).generated).toEqual([
      "fleet/t",
    ]);
    const manual = w.open([declare("fleet", "m", { files: { f: {} } })], { effects: { run } });
    const error = await errorOf(() => generateVars(manual));
    expect(error.code).toBe("output-missing");
    expect(error.message).toContain("Set its value by hand");
  });

  it("reports all missing answers before anything runs", async () => {
    const w = await world();
    const prompts = { a: {}, b: { type: "hidden" } } as const;
    const vars = w.open([
      declare("fleet", "g", { prompts, files: { f: {} }, script: "touch $out/f" }),
    ]);
    const error = await errorOf(() => generateVars(vars, BARE));
    expect(error.issues.map((issue) => [issue.code, issue.path])).toEqual([
      ["prompt-unanswered", "prompts.a"],
      ["prompt-unanswered", "prompts.b"],
    ]);
    const lines = await errorOf(() => generateVars(vars, { ...BARE, ask: () => "two\nlines" }));
    expect(lines.issues.map((issue) => issue.code)).toEqual(["prompt-invalid", "prompt-invalid"]);
  });

  it("can be cancelled, and leaves nothing", async () => {
    const w = await world();
    const vars = w.open([declare("fleet", "g", { files: { f: {} }, script: "sleep 60" })]);
    const controller = new AbortController();
    const run = errorOf(() =>
      generateVars(vars, {
        ...BARE,
        signal: controller.signal,
        onEvent: (e) => e.type === "start" && setTimeout(() => controller.abort(), 20),
      }),
    );
    expect((await run).code).toBe("cancelled");
    expect(filesBelow(w.root).size).toBe(0);
  });
});

describe("in parallel", () => {
  const slow = (name: string, dependencies: string[] = []) =>
    declare("fleet", name, { files: { f: {} }, dependencies, script: "sleep 0.05; touch $out/f" });
  const order = async (parallel: number): Promise<string[]> => {
    const w = await world();
    const vars = w.open([slow("a"), slow("b"), slow("c", ["a"])]);
    const seen: string[] = [];
    const onEvent = (e: RunEvent) => {
      if (e.type === "start" || e.type === "done") seen.push(`${e.type} ${e.id.slice(-1)}`);
    };
    await generateVars(vars, { ...BARE, parallel, onEvent });
    return seen;
  };

  it("run what does not depend on each other, as many at once as allowed", async () => {
    expect(await order(1)).toEqual(["start a", "done a", "start b", "done b", "start c", "done c"]);
    const two = await order(2);
    expect(two.slice(0, 2)).toEqual(["start a", "start b"]);
    expect(two.indexOf("start c")).toBeGreaterThan(two.indexOf("done a"));
  });

  it("run as many as one likes without a word from node", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on("warning", listen);
    const w = await world();
    const names = Array.from({ length: 14 }, (_, index) => slow(`g${index}`));
    await generateVars(w.open(names), { ...BARE, parallel: 14 });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });
});

needs(["wg"], "the WireGuard example of the specification", () => {
  it("makes a key pair for each host", async () => {
    const w = await world();
    const vars = w.open([
      declare("fleet", "ssh-host-key", {
        scope: "host",
        files: { id: {} },
        script: "echo id > $out/id",
      }),
      declare("fleet", "wireguard-key", {
        scope: "host",
        files: { private: { secret: true }, public: { secret: false } },
        dependencies: ["ssh-host-key"],
        runtimeInputs: ["wireguard-tools"],
        script: "wg genkey > $out/private\nwg pubkey < $out/private > $out/public\n",
      }),
    ]);
    await generateVars(vars, BARE);
    const pairs = await Promise.all(
      ["host:db1", "host:web1"].map(async (node) => {
        const instance = vars.model.instance(`${node}/wireguard-key`) as Instance;
        const secret = await getVar(vars, instance, "private");
        const derived = execFileSync("wg", ["pubkey"], { input: secret });
        expect(text(await getVar(vars, instance, "public"))).toBe(derived.toString());
        return text(secret);
      }),
    );
    expect(new Set(pairs).size).toBe(2);
  });
});

needs(["bwrap", "ssh-keygen"], "programs that ask who they run as", () => {
  it("find out in the sandbox", async () => {
    const w = await world();
    const files = { key: {}, "key.pub": { secret: false } };
    const script = 'ssh-keygen -q -t ed25519 -N "" -C "" -f $out/key';
    const vars = w.open([declare("fleet", "g", { files, script, runtimeInputs: ["openssh"] })]);
    await generateVars(vars, { programs: "path" });
    const [instance] = vars.model.instances;
    expect(text(await getVar(vars, instance as Instance, "key.pub"))).toMatch(/^ssh-ed25519 /);
  });
});

needs(["bwrap"], "the sandbox", () => {
  it("has no network, no files of ours, no processes, no environment", async () => {
    const w = await world();
    const script = `
      { echo "net:$(ls /sys/class/net 2>/dev/null | tr '\\n' ' ')"
        echo "root:$(ls -A / | tr '\\n' ' ')"
        echo "home:$(ls -A /root /home 2>/dev/null | tr -d '\\n')"
        echo "repo:$(cat ${w.root}/x 2>&1 | head -c 20)"
        echo "uid:$(id -u)"
        echo "procs:$(ls -d /proc/[0-9]* 2>/dev/null | wc -l)"
        echo "out:$out"
        echo "etc:$(ls /etc | tr '\\n' ' ')"
        echo "openssl:$(ls /etc/ssl 2>/dev/null | tr '\\n' ' ')"
        (exec 3<>/dev/tcp/127.0.0.1/80) 2>/dev/null && echo "tcp:open" || echo "tcp:closed"
        env | cut -d= -f1 | sort | tr '\\n' ' '
      } > $out/f`;
    const vars = w.open([declare("fleet", "g", { files: { f: { secret: false } }, script })]);
    const events: RunEvent[] = [];
    await generateVars(vars, { programs: "path", onEvent: (e) => events.push(e) });
    expect(events[0]).toMatchObject({ sandbox: "bubblewrap" });
    const [instance] = vars.model.instances;
    if (instance === undefined) throw new Error();
    const found = text(await getVar(vars, instance, "f"));
    expect(found).toContain("uid:1000");
    expect(found).toContain("out:/build/out");
    expect(found).toContain("tcp:closed");
    expect(found).toMatch(/etc:group hosts passwd (ssl )?(pki )?\n/);
    expect(found).toContain(
      existsSync("/etc/ssl/openssl.cnf") ? "openssl:openssl.cnf" : "openssl:",
    );
    expect(found).toContain("home:\n");
    expect(found).not.toMatch(/root:.*\b(root|home|var|work)\b/);
    expect(Number(/procs:(\d+)/.exec(found)?.[1])).toBeLessThan(12);
    expect(found).toContain("HOME LANG PATH PWD SHLVL TMPDIR TZ _ in out prompts");
  });

  it("is required unless it is switched off knowingly", async () => {
    const w = await world();
    const run = async () => ({ code: null, stdout: Buffer.alloc(0), stderr: "", absent: true });
    const vars = w.open([declare("fleet", "g", { files: { f: {} }, script: "touch $out/f" })], {
      effects: { run },
    });
    const error = await errorOf(() => generateVars(vars, { programs: "path" }));
    expect(error.code).toBe("sandbox-unavailable");
    expect(error.message).toContain('"off"');
    expect((await generateVars(vars, BARE)).generated).toEqual(["fleet/g"]);
  });
});
