import { describe, expect, it } from "vitest";
import { BARE, fleetOf } from "./support.ts";

const PASSWORD = {
  generators: {
    password: {
      scope: "host",
      prompts: {
        password: {
          type: "hidden",
          description: "What root logs in with",
          display: { label: "Password", group: "Accounts", helperText: "Eight letters or more" },
        },
      },
      files: { hash: {} },
      script: "cat $prompts/password > $out/hash",
    },
  },
};
const KINDS = {
  generators: {
    wifi: {
      prompts: {
        a: { type: "line", description: "The name of the network" },
        b: { type: "multiline" },
        c: { type: "multiline-hidden", display: { required: false } },
      },
      files: { all: {} },
      script: "cat $prompts/a $prompts/b $prompts/c > $out/all",
    },
  },
};

describe("prompts", () => {
  it("are asked of each host by itself, hidden where secret", async () => {
    const fleet = await fleetOf(PASSWORD);
    const { status, asked, err } = await fleet.den(["generate", ...BARE], {
      answers: ["for web1", "for web2"],
    });
    expect(status).toBe(0);
    expect(asked).toMatchObject([
      { text: "  Password (not shown): ", hidden: true, lines: false },
      { text: "  Password (not shown): ", hidden: true, lines: false },
    ]);
    expect(err).toBe(
      ["web1", "web2"]
        .map(
          (host) =>
            `host:${host}/password: Accounts\n  What root logs in with\n  Eight letters or more\n`,
        )
        .join(""),
    );
    for (const host of ["web1", "web2"]) {
      const { bytes } = await fleet.den(["get", `${host}/password/hash`]);
      expect(bytes.toString()).toBe(`for ${host}`);
    }
  });

  it("of every type, and again when an answer is needed", async () => {
    const fleet = await fleetOf(KINDS);
    const { status, asked, err } = await fleet.den(["generate", ...BARE], {
      answers: ["", "net", "x\ny\n", ""],
    });
    expect(status).toBe(0);
    expect(err).toContain("an answer is needed");
    expect(asked.map(({ hidden, lines }) => [hidden, lines])).toEqual([
      [false, false],
      [false, false],
      [false, true],
      [true, true],
    ]);
    expect(asked[2]?.text).toMatch(/end with a line that holds only a dot.*:\n$/);
    expect(asked[3]?.text).toContain("may be left empty");
    expect((await fleet.den(["get", "wifi"])).bytes.toString()).toBe("netx\ny\n");
  });

  it("without a terminal are named, all of them, and never waited for", async () => {
    const fleet = await fleetOf(PASSWORD);
    const { status, err, asked } = await fleet.den(["generate", ...BARE]);
    expect(status).toBe(1);
    expect(asked).toEqual([]);
    for (const host of ["web1", "web2"]) {
      expect(err).toContain(`There is no answer for host:${host}/password, prompt password`);
      expect(err).toContain(`--answers FILE with {"host:${host}/password":{"password":"…"}}`);
    }
  });

  it("stop with Ctrl-C, and nothing is stored", async () => {
    const fleet = await fleetOf(PASSWORD);
    for (const answers of [[undefined], ["one", undefined]]) {
      const { status, err } = await fleet.den(["generate", ...BARE], { answers });
      expect(status).toBe(130);
      expect(err).toContain("DEN_VARS_CANCELLED");
    }
    const { files } = await fleet.json<{ files: { state: string }[] }>(["list"]);
    expect(files.map(({ state }) => state)).toEqual(["missing", "missing"]);
  });
});

describe("answers from a file", () => {
  it.each([
    ["a.json", '{"host:web1/password":{"password":"one"},"web2/password":{"password":"two"}}'],
    ["a.yaml", "host:web1/password:\n  password: one\nweb2/password: { password: 'two' }\n"],
  ])("%s", async (name, text) => {
    const fleet = await fleetOf(PASSWORD);
    fleet.write(name, text);
    const { status, asked } = await fleet.den(["generate", ...BARE, "--answers", name]);
    expect({ status, asked }).toEqual({ status: 0, asked: [] });
    expect((await fleet.den(["get", "web1/password/hash"])).bytes.toString()).toBe("one");
    expect((await fleet.den(["get", "web2/password/hash"])).bytes.toString()).toBe("two");
  });

  it("from standard input, and what they lack is asked", async () => {
    const fleet = await fleetOf(PASSWORD);
    const { status, asked } = await fleet.den(["generate", ...BARE, "--answers", "-"], {
      stdin: "web1/password: {password: one}",
      answers: ["two"],
    });
    expect(status).toBe(0);
    expect(asked).toHaveLength(1);
    expect((await fleet.den(["get", "web2/password/hash"])).bytes.toString()).toBe("two");
  });

  it.each([
    ["nothing there", undefined, /ENOENT/],
    ["no YAML", "a: [SECRET-1", /neither JSON nor YAML \(line 1\)/],
    ["a list", "[SECRET-1]", /are no record/],
    ["text", "SECRET-1", /are no record/],
    [
      "an unknown generator",
      "web1/pasword: {password: SECRET-1}",
      /web1\/pasword.*is no generator/,
    ],
    [
      "an unknown prompt",
      "web1/password: {pasword: SECRET-1}",
      /no prompt "pasword"[\s\S]*did you mean "password"/,
    ],
    ["a number", "web1/password: {password: 12345678}", /is not text/],
    ["several lines", 'web1/password: {password: "SECRET-1\\nx"}', /several lines/],
    ["an alias to nothing", "web1/password: *SECRET-1", /neither JSON nor YAML/],
  ])("that cannot be used (%s) is refused without repeating it", async (_, text, message) => {
    const fleet = await fleetOf(PASSWORD);
    if (text !== undefined) fleet.write("a.yaml", text);
    const { status, err, out } = await fleet.den(["generate", ...BARE, "--answers", "a.yaml"]);
    expect(status).toBe(1);
    expect(err).toMatch(message);
    expect(err + out).not.toContain("SECRET-1");
    expect(err + out).not.toContain("12345678");
  });
});
