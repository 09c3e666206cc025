import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { main } from "../../src/cli/main.ts";
import { fleetOf, random } from "./support.ts";

/** A fleet with a public value, generated, and `den` run there. */
async function generated(rest: object = {}): Promise<{
  readonly file: (path: string) => string;
  readonly den: (
    verb: string,
    ...argv: string[]
  ) => Promise<{ readonly status: number; readonly said: string }>;
}> {
  const key = random({ key: {}, pub: { secret: false } }, { scope: "host" });
  const fleet = await fleetOf({ generators: { wg: key } }, rest);
  expect((await fleet.den(["generate", "--no-sandbox"])).status).toBe(0);
  const out = mkdtempSync(join(fleet.root, "..", "out-"));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const den = async (...argv: string[]): Promise<{ status: number; said: string }> => {
    let said = "";
    const status = await main(argv, {
      cwd: fleet.root,
      env: { HOME: fleet.home },
      isTerminal: false,
      out: (text) => {
        said += text;
      },
      err: (text) => {
        said += text;
      },
    });
    return { status, said };
  };
  return {
    file: (path) => join(fleet.root, path),
    den: (verb, ...argv) => den(verb, ...(verb === "build" ? ["--out", out] : []), ...argv),
  };
}

describe("den build", () => {
  it("takes what was generated", async () => {
    const { den } = await generated();
    expect(await den("build")).toMatchObject({ status: 0 });
  });
  it("is refused where somebody else changed a value, or a merge broke a record", async () => {
    const { den, file } = await generated();
    const value = file("vars/host/web1/wg/pub/value");
    const before = readFileSync(value);
    writeFileSync(value, "other\n");
    const tampered = await den("build");
    expect(tampered.status).toBe(1);
    expect(tampered.said).toMatch(/DEN_VARS_TAMPERED host:web1\/wg\/pub/);
    writeFileSync(value, before);
    expect((await den("build")).status).toBe(0);
    const record = file("vars/host/web1/wg/.state.json");
    writeFileSync(record, `<<<<<<< HEAD\n${readFileSync(record, "utf8")}`);
    const broken = await den("build", "--check");
    expect(broken.status).toBe(1);
    expect(broken.said).toMatch(/DEN_VARS_STATE_INVALID.*\.state\.json/);
    const checked = await den("vars", "check");
    expect(checked.said).toContain("DEN_VARS_STATE_INVALID");
    expect(checked.said).not.toContain("DEN_VARS_MISSING");
    const again = await den("vars", "generate", "--no-sandbox");
    expect(again.status).toBe(1);
    expect(again.said).toMatch(/DEN_UNCONFIRMED this replaces .*host:web1\/wg/);
    expect(readFileSync(value)).toEqual(before);
  });
});

describe("den check", () => {
  it("takes the codes of generated values for codes, where nothing is acknowledged by them", async () => {
    const { den } = await generated({
      acknowledge: [{ code: "DEN_VARS_ORPHAN", reason: "known" }],
    });
    const { said } = await den("check");
    expect(said).toContain("nothing is acknowledged by DEN_VARS_ORPHAN");
    expect(said).not.toContain("no code");
  });
});
