import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { needs } from "den-testing";
import { describe, expect, it } from "vitest";
import { BARE, type Fleet, fleetOf, NOW, random } from "./support.ts";

const generate = (fleet: Fleet, ...argv: string[]) => fleet.den(["generate", ...BARE, ...argv]);

/** Every file below the fleet's folder with its bytes. */
function snapshot(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(root.length), readFileSync(path, "base64")]),
  );
}

const CA = { ca: random({ key: {}, cert: { secret: false } }, { expires: "30d" }) };
const HOSTS = {
  generators: {
    ...CA,
    wg: random({ private: {}, public: { secret: false } }, { scope: "host" }),
    tls: {
      scope: "host",
      files: { key: {} },
      dependencies: ["ca"],
      script: "cat $in/ca/key > $out/key",
    },
  },
};

describe("generate", () => {
  it("makes what is missing, and the second time does nothing", async () => {
    const fleet = await fleetOf(HOSTS);
    const first = await generate(fleet);
    expect(first).toMatchObject({ status: 0, err: "" });
    expect(first.out).toContain("running 5 generators\n");
    expect(first.out).toMatch(/✓ fleet:shop\/ca \d/);
    expect(first.out).toContain("stored 8 files of 5 generators\n");
    const before = snapshot(fleet.root);
    expect(await generate(fleet)).toMatchObject({ status: 0, out: "everything is up to date\n" });
    expect(snapshot(fleet.root)).toEqual(before);
    expect((await fleet.den(["check", "--read"])).status).toBe(0);
  });

  it("--dry-run says what would be done, and changes nothing", async () => {
    const fleet = await fleetOf(HOSTS);
    const before = snapshot(fleet.root);
    const { status, out } = await generate(fleet, "--dry-run");
    expect(status).toBe(0);
    expect(out).toMatch(/host:web1\/wg +new +private, public\n/);
    expect(out).toContain("would run 5 generators\n");
    expect(snapshot(fleet.root)).toEqual(before);
    const { work } = await fleet.json<{ work: object[] }>(["generate", "--dry-run"]);
    expect(work[0]).toEqual({
      id: "fleet:shop/ca",
      cause: "missing",
      reasons: ["cert, key not generated yet"],
      files: ["cert", "key"],
      replaces: false,
    });
  });

  it.each([
    [["web1"], ["fleet:shop/ca", "host:web1/tls", "host:web1/wg"]],
    [["host:web2", "-g", "wg"], ["host:web2/wg"]],
    [
      ["-g", "wg"],
      ["host:web1/wg", "host:web2/wg"],
    ],
    [["-g", "web2/wg/private"], ["host:web2/wg"]],
    [
      ["-g", "w"],
      ["host:web1/wg", "host:web2/wg"],
    ],
    [
      ["-g", "web2/tls"],
      ["fleet:shop/ca", "host:web2/tls"],
    ],
    [
      ["web1", "-g", "ca", "-g", "wg"],
      ["fleet:shop/ca", "host:web1/wg"],
    ],
  ])("%j makes %j", async (argv, ids) => {
    const fleet = await fleetOf(HOSTS);
    const { generated } = await fleet.json<{ generated: string[] }>(["generate", ...BARE, ...argv]);
    expect([...generated].sort()).toEqual(ids);
  });

  it("--regenerate of a host renews what is its own, not what the fleet shares", async () => {
    const fleet = await fleetOf(HOSTS);
    await generate(fleet);
    const { generated } = await fleet.json<{ generated: string[] }>([
      "generate",
      ...BARE,
      "web1",
      "--regenerate",
      "--yes",
    ]);
    expect([...generated].sort()).toEqual(["host:web1/tls", "host:web1/wg"]);
  });

  it("asks before it replaces, says what, and does nothing without a yes", async () => {
    const fleet = await fleetOf(HOSTS);
    await generate(fleet);
    const before = snapshot(fleet.root);
    const argv = ["generate", ...BARE, "-g", "ca", "--regenerate"];
    const nobody = await fleet.den(argv);
    expect(nobody.status).toBe(1);
    expect(nobody.err).toMatch(/DEN_UNCONFIRMED.*fleet:shop\/ca.*web1\/tls[\s\S]*--yes/);
    const no = await fleet.den(argv, { answers: ["n"] });
    expect(no.status).toBe(1);
    expect(no.err).toMatch(/fleet:shop\/ca +anew +asked for/);
    expect(no.err).toMatch(/host:web1\/tls +follows/);
    expect(no.asked.map(({ text }) => text)).toEqual([
      "This replaces what 3 generators made before. Go on? [y/N] ",
    ]);
    expect((await fleet.den(argv, { answers: [undefined] })).status).toBe(130);
    expect(snapshot(fleet.root)).toEqual(before);
    expect((await fleet.den(argv, { answers: ["Yes"] })).status).toBe(0);
    expect(snapshot(fleet.root)).not.toEqual(before);
  });

  it("makes what is stale anew, when it may", async () => {
    const fleet = await fleetOf(HOSTS);
    await generate(fleet);
    const later = NOW + 31 * 86_400;
    const check = await fleet.den(["check"], { now: later });
    expect(check.status).toBe(1);
    expect(check.err).toContain("DEN_VARS_EXPIRED");
    expect(check.err).toContain("den.config.json:");
    expect(check.err).toContain("run `den vars rotate fleet:shop/ca`");
    const { files } = await fleet.json<{ files: { id: string; state: string }[] }>(["list"], {
      now: later,
    });
    expect(files.filter(({ state }) => state === "stale").map(({ id }) => id)).toEqual([
      "fleet:shop/ca/cert",
      "fleet:shop/ca/key",
      "host:web1/tls/key",
      "host:web2/tls/key",
    ]);
    expect((await fleet.den(["generate", ...BARE, "--yes"], { now: later })).status).toBe(0);
    expect((await fleet.den(["check"], { now: later })).status).toBe(0);
  });

  it("--keep-going stores what went well, and tells the rest", async () => {
    const fleet = await fleetOf({
      generators: { good: random(), bad: { files: { f: {} }, script: "exit 3" } },
    });
    const together = await generate(fleet);
    expect(together).toMatchObject({ status: 1 });
    expect(together.err).toMatch(
      /DEN_VARS_SCRIPT_FAILED The script of fleet:shop\/bad ended with code 3/,
    );
    expect(readdirSync(fleet.root)).not.toContain("vars");
    const each = await generate(fleet, "--keep-going");
    expect(each.status).toBe(1);
    expect(each.out).toContain("stored 1 file of 1 generator, 1 failed\n");
    const { files } = await fleet.json<{ files: { state: string }[] }>(["list"]);
    expect(files.map(({ state }) => state)).toEqual(["missing", "ok"]);
    const json = await fleet.den(["generate", ...BARE, "--keep-going", "--json"]);
    expect(json.status).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      generated: [],
      failed: [{ id: "fleet:shop/bad", findings: [{ code: "DEN_VARS_SCRIPT_FAILED" }] }],
    });
  });

  it("withholds what scripts print, unless it is asked for", async () => {
    const fleet = await fleetOf({
      generators: { bad: { files: { f: {} }, script: "printf 'it is %s' broken; exit 1" } },
    });
    const quiet = await generate(fleet);
    expect(quiet.err).not.toContain("it is broken");
    expect(quiet.err).toContain("--show-output shows it");
    expect((await generate(fleet, "--show-output")).err).toContain("it is broken");
  });

  it("--timeout and --jobs are numbers", async () => {
    const fleet = await fleetOf({ generators: { slow: { files: { f: {} }, script: "sleep 9" } } });
    const late = await generate(fleet, "--timeout", "0.2", "--jobs", "1");
    expect(late.err).toMatch(/DEN_VARS_SCRIPT_TIMEOUT[\s\S]*--timeout SECONDS/);
    expect((await generate(fleet, "--jobs", "none")).status).toBe(2);
    expect((await generate(fleet, "--timeout", "-1")).status).toBe(2);
  });

  it("stopped in the middle leaves nothing behind", async () => {
    const fleet = await fleetOf({
      generators: {
        quick: random(),
        slow: { files: { f: {} }, dependencies: ["quick"], script: "sleep 20" },
      },
    });
    const before = snapshot(fleet.root);
    const start = performance.now();
    const stopped = await fleet.den(["generate", ...BARE], {
      onStop: (stop) => void setTimeout(stop, 600),
    });
    expect(stopped.status).toBe(130);
    expect(stopped.err).toContain("DEN_VARS_CANCELLED");
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(snapshot(fleet.root)).toEqual(before);
    expect(
      readdirSync("/dev/shm").filter((name) => name.startsWith(`gen-vars-${process.pid}-`)),
    ).toEqual([]);
  });

  it("names everything that is unknown at once, with what was meant", async () => {
    const fleet = await fleetOf(HOSTS);
    const { status, err } = await generate(fleet, "wbe1", "wbe2", "-g", "tsl");
    expect(status).toBe(1);
    expect(err).toContain('there is no host or other scope "wbe1"'.replace("there", "There"));
    expect(err).toContain('did you mean "web1"?');
    expect(err).toContain('did you mean "web2"?');
    expect(err).toContain('did you mean "tls"?');
  });

  it("draws a task list on a terminal, and leaves only what is done", async () => {
    const fleet = await fleetOf(HOSTS);
    const { out, status } = await fleet.den(["generate", ...BARE, "--jobs", "1"], {
      stdoutIsTerminal: true,
      env: { NO_COLOR: "1" },
    });
    expect(status).toBe(0);
    expect(out).toContain("⠋ fleet:shop/ca");
    expect(out).toContain("0 of 5");
    expect(screen(out)).toMatch(
      /^running 5 generators\n( {2}✓ \S+ \d+\.\d s\n){5}stored 8 files of 5 generators\n$/,
    );
  });
});

/** What a terminal shows in the end: only what is drawn again uses escapes. */
function screen(text: string): string {
  const lines: string[] = [""];
  for (const part of text.replaceAll("\x1b", "ESC").split(/(\rESC\[\d+AESC\[0J|\n)/)) {
    const up = /^\rESC\[(\d+)A/.exec(part)?.[1];
    if (part === "\n") lines.push("");
    else if (up !== undefined) lines.splice(-1 - Number(up), Number(up) + 1, "");
    else lines[lines.length - 1] += part;
  }
  return lines.join("\n");
}

describe("a fleet without keys", () => {
  it("is told what to do, and doing it works", async () => {
    const fleet = await fleetOf(HOSTS, {}, { keys: false });
    const first = await generate(fleet);
    expect(first.status).toBe(1);
    expect(first.err).toMatch(
      /DEN_VARS_NO_RECIPIENTS nobody could read the secrets[\s\S]*den vars keys generate [\s\S]*den vars keys add alice --identity-file ~\/\.config\/sops\/age\/keys\.txt/,
    );
    expect(first.err.match(/DEN_VARS/g)).toHaveLength(1);
    const made = await fleet.den(["keys", "generate"]);
    expect(made.status).toBe(0);
    expect(made.out).toMatch(/^age1[a-z0-9]+\n$/);
    const file = join(fleet.home, ".config/sops/age/keys.txt");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
    expect(made.err).toContain(
      "next: den vars keys add alice --identity-file ~/.config/sops/age/keys.txt",
    );
    const again = await fleet.den(["keys", "generate"]);
    expect(again).toMatchObject({ status: 1, out: "" });
    expect(again.err).toContain(made.out.trim());
    expect((await fleet.den(["keys", "add", "alice", "--identity-file", file])).status).toBe(0);
    expect((await generate(fleet)).status).toBe(0);
    const value = await fleet.den(["get", "web1/wg/private"]);
    expect(value.bytes.length).toBe(17);
  });
});

needs(["bwrap"], "the sandbox", () => {
  it("is what scripts run in", async () => {
    const fleet = await fleetOf({
      generators: { g: { files: { f: { secret: false } }, script: "echo $HOME; id -u > $out/f" } },
    });
    const { out, status } = await fleet.den(["generate"]);
    expect(status).toBe(0);
    expect(out).toContain("running 1 generator in a sandbox");
    expect((await fleet.den(["get", "g"])).bytes.toString()).toBe("1000\n");
  });
});

it("a program that is missing is told before anything runs, as the environment's fault", async () => {
  const fleet = await fleetOf({
    generators: { g: random({ f: {} }, { runtimeInputs: ["no-such-program-here"] }), h: random() },
  });
  const { status, err } = await generate(fleet);
  expect(status).toBe(3);
  expect(err).toContain("DEN_VARS_PROGRAM_MISSING");
  expect(err).toContain("no-such-program-here");
});

it("a folder that cannot be written is no defect of den's", async () => {
  const fleet = await fleetOf({ generators: { g: random() } });
  fleet.write("vars", "a file");
  const { status, err } = await generate(fleet);
  expect(status).toBe(1);
  expect(err).toMatch(/DEN_VARS_STORAGE_FAILED.*(EEXIST|ENOTDIR)/);
});
