import { createDecipheriv, createHash } from "node:crypto";
import { generateX25519Identity } from "age-encryption";
import fc from "fast-check";
import {
  decryptAge,
  type Identities,
  NO_IDENTITIES,
  newSops,
  type OpenSopsFile,
  openSops,
  parseIdentities,
  parseSops,
  type SopsFormat,
  sealSops,
  sopsRemove,
  sopsSet,
  sopsValue,
} from "gen-vars";
import { decryptSops } from "sops-age";
import { beforeAll, describe, expect, it } from "vitest";
import { parseJsonTree } from "../src/sops/json-syntax.ts";
import { parseYamlTree } from "../src/sops/parse-yaml.ts";
import {
  boolScalar,
  entry,
  floatText,
  NULL,
  numberScalar,
  type SopsItem,
  type SopsMap,
  type SopsNode,
  textScalar,
} from "../src/sops/tree.ts";
import { errorOf } from "./support.ts";

const NOW = 1_700_000_000;
let secretKey: string;
let alice: Identities;
let bob: Identities;
beforeAll(async () => {
  secretKey = await generateX25519Identity();
  alice = parseIdentities(secretKey);
  bob = parseIdentities(await generateX25519Identity());
});

const FORMATS: SopsFormat[] = ["json", "yaml", "binary"];

/** A document with these values in clear. */
function plain(text: string, format: SopsFormat): OpenSopsFile {
  const tree = format === "yaml" ? parseYamlTree(text, "test") : parseJsonTree(text, "test");
  return { format, tree, what: "test" };
}

async function reopen(text: string, format: SopsFormat, keys = alice): Promise<OpenSopsFile> {
  return openSops(parseSops(text, format, "test"), keys);
}

const seal = (file: OpenSopsFile, recipients = alice.recipients): Promise<string> =>
  sealSops(file, { recipients, now: NOW });

/** The MAC as sops' documentation tells it, from the JSON text alone: the slow obvious way. */
async function macOf(text: string): Promise<{ stored: string; computed: string }> {
  const document = JSON.parse(text);
  const key = await decryptAge(Buffer.from(document.sops.age[0].enc), alice);
  const open = (value: string, aad: string): string => {
    if (value === "") return "";
    const [, data, iv, tag] = /data:(.*),iv:(.*),tag:(.*),type/.exec(value) ?? [];
    const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv ?? "", "base64"));
    cipher.setAAD(Buffer.from(aad)).setAuthTag(Buffer.from(tag ?? "", "base64"));
    return cipher.update(data ?? "", "base64", "utf8") + cipher.final("utf8");
  };
  const hash = createHash("sha512");
  const walk = (value: unknown, path: string, clear: boolean): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, path, clear);
    else if (typeof value === "object" && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        walk(item, `${path}${name}:`, clear || name.endsWith("_unencrypted"));
      }
    } else if (value !== null) {
      const shown = typeof value === "boolean" ? (value ? "True" : "False") : String(value);
      hash.update(clear ? shown : open(shown, path));
    }
  };
  const { sops, ...values } = document;
  walk(values, "", false);
  return {
    stored: open(sops.mac, sops.lastmodified),
    computed: hash.digest("hex").toUpperCase(),
  };
}

const EXAMPLE = `{
  "b": "text with \\"quotes\\" and ünïcödé", "a": { "x": ["one", 2, true, { "y": null }], "e": "" },
  "float": 1.5, "big": 1e21, "int": 9007199254740993, "no": false,
  "plain_unencrypted": { "n": 7, "s": "clear" }, "multi": "line 1\\nline 2\\n"
}`;

describe.each(["json", "yaml"] as const)("a %s document", (format) => {
  it("is decrypted by an independent reader", async () => {
    const text = await seal(
      plain(EXAMPLE, "json").format === format
        ? plain(EXAMPLE, "json")
        : { ...plain(EXAMPLE, "json"), format },
    );
    const found = (await decryptSops(text, { secretKey, fileType: format })) as Record<
      string,
      unknown
    >;
    expect(found).toMatchObject({
      b: 'text with "quotes" and ünïcödé',
      a: { x: ["one", 2, true, { y: null }], e: "" },
      float: 1.5,
      no: false,
      plain_unencrypted: { n: 7, s: "clear" },
      multi: "line 1\nline 2\n",
    });
    expect(text).toContain("clear");
    expect(text).not.toContain("quotes");
  });

  it("opens again with every value and type", async () => {
    const file = { ...plain(EXAMPLE, "json"), format };
    const again = await reopen(await seal(file), format);
    const strip = (tree: unknown): unknown =>
      JSON.parse(JSON.stringify(tree, (key, value) => (key === "sealed" ? undefined : value)));
    expect(strip(again.tree)).toEqual(strip(file.tree));
  });

  it("that was edited by hand is tampered", async () => {
    const text = await seal({ ...plain('{"a":"1","b":"2","c_unencrypted":"x"}', "json"), format });
    const values = [...text.matchAll(/ENC\[[^\]]*type:str\]/g)].map(([found]) => found);
    const [a = "", b = "", mac = ""] = values;
    const changes: [string, string][] = [
      ["a value moved", text.replace(a, "#").replace(b, a).replace("#", b)],
      ["a value cut", text.replace(a, a.replace("data:", "data:AA"))],
      ["a value dropped", text.replace(format === "json" ? `"b": "${b}",` : `b: ${b}\n`, "")],
      ["a value emptied", text.replace(a, format === "json" ? "" : '""')],
      ["a clear value changed", text.replace(/x("?)\n|"x"/, (m) => m.replace("x", "y"))],
      ["the time changed", text.replace("2023-11-14", "2023-11-15")],
      ["the MAC forged", text.replace(mac, a)],
      ["the MAC emptied", text.replace(mac, format === "json" ? "" : '""')],
    ];
    for (const [what, changed] of changes) {
      expect(changed, what).not.toBe(text);
      expect((await errorOf(() => reopen(changed, format))).code, what).toBe("tampered");
    }
  });

  it("keeps other keys, unknown metadata and ciphertexts when one value changes", async () => {
    const text = (
      await seal({ ...plain('{"z":"1","10":"2","g":{"f":"old","h":"kept"}}', "json"), format })
    ).replace(
      format === "json" ? '"version"' : "version:",
      format === "json" ? '"future": [1], "version"' : "future:\n        - 1\n    version:",
    );
    const file = await reopen(text, format);
    const changed = await seal(
      sopsSet(sopsSet(file, ["g", "f"], Buffer.from("new")), ["g", "i"], Buffer.from("more")),
    );
    const enc = (document: string): string[] =>
      [...document.matchAll(/ENC\[\S*type:str\]/g)].map(([m]) => m);
    const kept = enc(text).filter((value) => changed.includes(value));
    expect(kept).toHaveLength(3);
    expect(changed).toContain("future");
    const again = await reopen(changed, format);
    expect(again.tree.items.map((item) => item.kind === "item" && item.key)).toEqual([
      "z",
      "10",
      "g",
    ]);
    expect(Buffer.from(sopsValue(again, ["g", "f"]) ?? []).toString()).toBe("new");
    expect(Buffer.from(sopsValue(again, ["g", "h"]) ?? []).toString()).toBe("kept");
    expect(sopsValue(again, ["g", "none"])).toBeUndefined();
    expect(await seal(sopsSet(file, ["g", "f"], Buffer.from("old")))).toContain(enc(text)[2]);
  });

  it("refuses bytes that text cannot hold, and takes any text", async () => {
    const bytes = Buffer.from([255, 0]);
    expect((await errorOf(() => sopsSet(newSops(format), ["x"], bytes))).code).toBe(
      "invalid-value",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary", minLength: 1 }),
        fc.string({ minLength: 1 }),
        async (value, key) => {
          const bytes = Buffer.from(value);
          if (key === "sops") return;
          const text = await seal(sopsSet(newSops(format), [key], bytes));
          expect(Buffer.from(sopsValue(await reopen(text, format), [key]) ?? [])).toEqual(bytes);
        },
      ),
      { numRuns: 15 },
    );
  });
});

it("the MAC is the hash of all values in document order", async () => {
  const values = '{"b":"1","a":{"x":["one","two"],"e":""},"n_unencrypted":5,"t":"ü"}';
  const { stored, computed } = await macOf(await seal(plain(values, "json")));
  expect(stored).toBe(computed);
});

describe("a binary document", () => {
  it("holds any bytes, also for the independent reader", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        const text = await seal(sopsSet(newSops("binary"), ["data"], bytes));
        expect(Buffer.from(sopsValue(await reopen(text, "binary"), ["data"]) ?? [])).toEqual(
          Buffer.from(bytes),
        );
      }),
      { numRuns: 20 },
    );
    const text = await seal(sopsSet(newSops("binary"), ["data"], Buffer.from("héllo\n")));
    expect(Object.keys(JSON.parse(text))).toEqual(["data", "sops"]);
    expect(await decryptSops(text, { secretKey, fileType: "json" })).toEqual({ data: "héllo\n" });
  });
});

describe("recipients", () => {
  it.each(FORMATS)(
    "%s: added ones get the old data key, removed ones make a new one",
    async (format) => {
      const value = Buffer.from("v");
      const both = [...alice.recipients, ...bob.recipients];
      const one = await seal(sopsSet(newSops(format), ["data"], value));
      expect((await errorOf(() => reopen(one, format, bob))).code).toBe("unreadable");
      const two = await seal(await reopen(one, format), both);
      const inner = (text: string): string => /ENC\[[^\]]*\]/.exec(text)?.[0] ?? "";
      expect(inner(two)).toBe(inner(one));
      expect(sopsValue(await reopen(two, format, bob), ["data"])).toEqual(value);
      const three = await seal(await reopen(two, format), bob.recipients);
      expect(inner(three)).not.toBe(inner(one));
      expect((await errorOf(() => reopen(three, format, alice))).code).toBe("unreadable");
      expect(sopsValue(await reopen(three, format, bob), ["data"])).toEqual(value);
    },
  );

  it("are needed", async () => {
    const file = sopsSet(newSops("json"), ["x"], Buffer.from("v"));
    expect((await errorOf(() => seal(file, []))).code).toBe("no-recipients");
  });

  it("of other kinds survive, and forbid a new data key", async () => {
    const text = (await seal(plain('{"a":"1"}', "json"))).replace(
      '"age"',
      '"pgp": [{"fp": "F", "enc": "E"}], "age"',
    );
    const file = await reopen(text, "json");
    const more = await seal(file, [...alice.recipients, ...bob.recipients]);
    expect(JSON.parse(more).sops.pgp).toEqual([{ fp: "F", enc: "E" }]);
    expect((await errorOf(() => seal(file, bob.recipients))).code).toBe("format-unsupported");
    const none = await errorOf(() => reopen(text, "json", NO_IDENTITIES));
    expect(none.message).toContain("pgp");
  });
});

describe("encryption rules", () => {
  it.each([
    ["encrypted_suffix", "_secret", { a_secret: true, b: false }],
    ["unencrypted_suffix", "_clear", { a: true, b_clear: false }],
    ["encrypted_regex", "^(a|c)$", { a: true, b: false, c: true }],
    ["unencrypted_regex", "^b", { a: true, bb: false }],
  ] as const)("%s is honoured and kept", async (rule, value, keys) => {
    const start = await seal(plain("{}", "json"));
    const text = start.replace(
      /"unencrypted_suffix": "[^"]*"/,
      `"${rule}": ${JSON.stringify(value)}`,
    );
    let file = await reopen(text, "json");
    for (const key of Object.keys(keys))
      file = sopsSet(file, [key], Buffer.from(`value of ${key}`));
    const sealed = JSON.parse(await seal(file));
    for (const [key, encrypted] of Object.entries(keys)) {
      expect(sealed[key].startsWith("ENC["), key).toBe(encrypted);
    }
    expect(sealed.sops[rule]).toBe(value);
    expect(sopsValue(await reopen(JSON.stringify(sealed), "json"), ["a_secret"])).toEqual(
      "a_secret" in keys ? Buffer.from("value of a_secret") : undefined,
    );
  });

  it("mac_only_encrypted leaves clear values out of the MAC", async () => {
    const start = await seal(plain('{"a":"1","b_unencrypted":"2"}', "json"));
    const flagged = start.replace('"version"', '"mac_only_encrypted": true, "version"');
    expect((await errorOf(() => reopen(flagged, "json"))).code).toBe("tampered");
    const file = plain('{"a":"1","b_unencrypted":"2"}', "json");
    const { metadata, ...rest } = parseSops(flagged, "json", "test");
    const dataKey = Buffer.alloc(32, 1);
    expect(rest.what).toBe("test");
    const text = await sealSops(
      { ...file, source: { metadata: { ...metadata, age: [] }, dataKey } },
      { recipients: alice.recipients, now: NOW },
    );
    const edited = text.replace('"2"', '"3"');
    expect(sopsValue(await reopen(edited, "json"), ["b_unencrypted"])).toEqual(Buffer.from("3"));
  });

  it.each(["key_groups", "encrypted_comment_regex"])("%s is refused", async (key) => {
    const text = (await seal(plain("{}", "json"))).replace(
      '"version"',
      `"${key}": ["x"], "version"`,
    );
    expect((await errorOf(() => parseSops(text, "json"))).code).toBe("format-unsupported");
  });
});

describe("YAML comments", () => {
  it("survive, encrypted again under a new data key", async () => {
    const key = Buffer.alloc(32, 3);
    const { seal: sealValue } = await import("../src/sops/cipher.ts");
    const random = (n: number): Uint8Array => Buffer.alloc(n, 9);
    const comment = (text: string, aad: string): string =>
      sealValue({ type: "comment", bytes: Buffer.from(text) }, key, aad, random);
    const file = plain("# clear\na: x\ng:\n    # inner\n    b: y # end\n    # last\n", "yaml");
    const { metadata } = parseSops(await seal(plain("a: x\n", "yaml")), "yaml");
    const opened = { ...file, source: { metadata: { ...metadata, age: [] }, dataKey: key } };
    const text = (await seal(opened))
      .replace("# clear", `#${comment(" top", ":")}`)
      .replace("# inner", `#${comment(" nested", "g:")}`);
    const again = await seal(await reopen(text, "yaml"), bob.recipients);
    expect(again).not.toContain("top");
    expect(again).not.toContain(comment(" top", ":"));
    const found = JSON.stringify((await reopen(again, "yaml", bob)).tree);
    for (const part of [" top", " nested", " end", " last"]) expect(found).toContain(part);
  });
});

describe("what cannot be read is refused", () => {
  it.each([
    ["json", "", "format-invalid"],
    ["json", "[]", "format-invalid"],
    ["json", '{"a":1}', "format-invalid"],
    ["json", '{"a":1} x', "format-invalid"],
    ["json", '{"a":01}', "format-invalid"],
    ["json", '{"a":"\u0001"}', "format-invalid"],
    ["json", `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`, "format-invalid"],
    ["yaml", "a: 1\n---\nb: 2\n", "format-unsupported"],
    ["yaml", "- a\n", "format-unsupported"],
    ["yaml", "1: a\nsops: {}\n", "format-unsupported"],
    ["yaml", "a: &x 1\nb: *x\n", "format-unsupported"],
    ["yaml", "a: [\n", "format-invalid"],
    ["yaml", "a: 1\na: 2\n", "format-invalid"],
  ] as const)("%s %#", async (format, text, code) => {
    expect((await errorOf(() => parseSops(text, format))).code).toBe(code);
  });

  it("whatever the text: an error of ours or a document", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...FORMATS), (text, format) => {
        try {
          parseSops(text, format);
        } catch (error) {
          expect(error).toMatchObject({ name: "VarsError" });
        }
      }),
    );
  });
});

describe("numbers as Go prints them", () => {
  it.each([
    [1e21, "1000000000000000000000"],
    [1.5e300, `15${"0".repeat(299)}`],
    [1e-7, "0.0000001"],
    [-1.25e-9, "-0.00000000125"],
    [0.1, "0.1"],
    [-0, "-0"],
    [123.456, "123.456"],
  ])("%d is %s", (value, text) => {
    expect(floatText(value)).toBe(text);
    expect(Number(text)).toBe(value);
  });

  it("never with an exponent, and reading back the same", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(floatText(value)).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(floatText(value))).toBe(value);
      }),
    );
  });

  it("are int within 64 bits", () => {
    expect(numberScalar("9223372036854775807").type).toBe("int");
    expect(numberScalar("9223372036854775808").type).toBe("float");
    expect(numberScalar("1.0").type).toBe("float");
  });
});

describe("values in clear", () => {
  it.each([
    ["1_000", "int", "1000"],
    ["017", "int", "15"],
    ["0o17", "int", "15"],
    ["-0x1F", "int", "-31"],
    ["0b11", "int", "3"],
    ["+1", "int", "1"],
    ["0888", "float", "888"],
    ["1.", "float", "1"],
    [".5", "float", "0.5"],
    ["1e3", "float", "1000"],
    ["2020-1-2", "time", "2020-01-02T00:00:00Z"],
    ["2020-01-02 3:04:05.60 +01:00", "time", "2020-01-02T03:04:05.6+01:00"],
    ["12:30", "str", "12:30"],
    ["1.2.3", "str", "1.2.3"],
    ["yes", "str", "yes"],
    ['"017"', "str", "017"],
  ])("of YAML mean what sops' parser sees: %s", (source, type, text) => {
    const [item] = parseYamlTree(`a: ${source}\n`, "test").items as [SopsItem];
    expect(item.value).toEqual({ kind: "scalar", type, bytes: Buffer.from(text) });
  });

  const ODD = [
    ...["a\r\nb", "\n", " lead\nx", "\n\na", "a\n\n", "tab\t\nx", "a\u0085b\nc", "a\u2029b\nc"],
    ...["017", "1_000", "yes", "~", "<<", "2020-01-01", "1:30", "# c", "a #b", "---\na", "- a"],
    ...["", " ", "'", '"', "@a", "*a", "!a", "|", "{", "\uFEFF", "\u0000", "\u{1F600}"],
  ];
  const text = fc.oneof(fc.constantFrom(...ODD), fc.string(), fc.string({ unit: "grapheme" }));
  const { node } = fc.letrec<{ node: SopsNode; map: SopsMap }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      text.map(textScalar),
      fc.constantFrom(boolScalar(true), NULL, numberScalar("-7"), numberScalar("0.1")),
      tie("map"),
      fc.array(tie("node"), { maxLength: 3 }).map((items) => ({ kind: "list" as const, items })),
    ),
    map: mapOf(fc.oneof(text, fc.constant("x_unencrypted")), tie("node")),
  }));
  function mapOf(key: fc.Arbitrary<string>, value: fc.Arbitrary<SopsNode>): fc.Arbitrary<SopsMap> {
    return fc
      .uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 3 })
      .map((items) => ({ kind: "map", items: items.map(([k, v]) => entry(k, v)) }));
  }

  it.each(["json", "yaml"] as const)("and encrypted ones survive printing: %s", async (format) => {
    await fc.assert(
      fc.asyncProperty(
        mapOf(
          text.map((name) => `${name}_unencrypted`),
          node,
        ),
        node,
        async (clear, hidden) => {
          const tree: SopsMap = { kind: "map", items: [...clear.items, entry("hidden", hidden)] };
          const opened = await reopen(await seal({ format, tree, what: "test" }), format);
          const sealed = sopsSet(opened, ["new"], Buffer.from("value"));
          const again = await reopen(await seal(sealed), format);
          const strip = (value: unknown) =>
            JSON.stringify(value, (key, inner) => (key === "sealed" ? undefined : inner));
          expect(strip(opened.tree)).toBe(strip(tree));
          expect(strip(sopsRemove(again, ["new"]).tree)).toBe(strip(tree));
        },
      ),
      { numRuns: 60 },
    );
  });
});

it("removing a value removes maps that become empty", async () => {
  const file = plain('{"g":{"f":{"x":"1"}},"h":"2"}', "json");
  expect(Object.keys(JSON.parse(await seal(sopsRemove(file, ["g", "f", "x"]))))).toEqual([
    "h",
    "sops",
  ]);
  expect(sopsRemove(file, ["none", "x"]).tree).toEqual(file.tree);
});
