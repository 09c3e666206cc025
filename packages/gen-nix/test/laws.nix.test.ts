import { needs } from "den-testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { checkSyntax, evaluate, evaluateSettled, nix, print, toNix } from "../src/index.ts";
import { hostileName, hostileText, json, jsonNumber } from "./arbitraries.ts";
import { canon, nixInstantiate, testStore } from "./nix.ts";

const RUNS = process.env.SLOW === "1" ? 200 : 12;

needs(["nix"], "laws against the real Nix", () => {
  const store = testStore();
  const run = { store };

  it("eval(print(v)) = v for any JSON value", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 40, maxLength: 80 }), async (values) => {
        const results = await evaluate(
          values.map((value) => toNix(value)),
          run,
        );
        expect(results.map(canon)).toEqual(values.map(canon));
      }),
      { numRuns: RUNS },
    );
  });

  it("numbers survive exactly", async () => {
    const values = fc.sample(jsonNumber, 3000);
    expect((await evaluate(values, run)).map(canon)).toEqual(values.map(canon));
  });

  it("strings survive exactly, also as told by nix itself", () => {
    const values = fc.sample(hostileText, 3000);
    const told = JSON.parse(nixInstantiate(store, ["--eval", "--strict", "--json"], print(values)));
    expect(told).toEqual(values);
  });

  it("attribute names survive exactly", () => {
    const values = fc.sample(fc.dictionary(hostileName, fc.constant(1), { maxKeys: 5 }), 500);
    const names = nix`map builtins.attrNames ${values}`;
    const told = JSON.parse(nixInstantiate(store, ["--eval", "--strict", "--json"], print(names)));
    expect(told.map((one: string[]) => [...one].sort())).toEqual(
      values.map((one) => Object.keys(one).sort()),
    );
  });

  it("texts in template strings, quoted and indented, survive exactly", async () => {
    const values = fc.sample(fc.tuple(hostileText, hostileText, hostileText), 300);
    const quoted = values.map(([a, b, c]) => nix`"<${a}$${b}{\n${c}>"`);
    const indented = values.map(
      ([a, b, c]) => nix`''
        <${a}$${b}{
          '${c}>''`,
    );
    const told = await evaluate([...quoted, ...indented], run);
    expect(told).toEqual([
      ...values.map(([a, b, c]) => `<${a}$${b}{\n${c}>`),
      ...values.map(([a, b, c]) => `<${a}$${b}{\n  '${c}>`),
    ]);
  });

  it("interpolated expressions and texts around them survive exactly", async () => {
    const values = fc.sample(fc.tuple(hostileText, hostileText, hostileText), 400);
    const told = await evaluate(
      values.map(([a, b, c]) => toNix(`${a}${toNix(b)}${c}`)),
      run,
    );
    expect(told).toEqual(values.map(([a, b, c]) => `${a}${b}${c}`));
  });

  it("comments never become code", async () => {
    const values = fc.sample(fc.tuple(hostileText, hostileText), 300);
    const told = await evaluate(
      values.map(([text, value]) =>
        nix.comment(text, { a: nix.comment(text, value), b: [nix.comment(text, value)] }),
      ),
      run,
    );
    expect(told).toEqual(values.map(([, value]) => ({ a: value, b: [value] })));
  });

  it("headers never become code", async () => {
    const texts = fc.sample(hostileText, 200).map((header) => print({ a: 1 }, { header }));
    expect(
      await evaluate(
        texts.map((text) => nix.raw(text)),
        run,
      ),
    ).toEqual(texts.map(() => ({ a: 1 })));
  });

  it("raw text means the same at any indentation", async () => {
    const fragment = fc.constantFrom(
      " ",
      "  ",
      "\n",
      "\n  ",
      "\n    ",
      "\t",
      "a",
      "b c",
      '${"x\\n y"}',
      "''${",
      "''\\n",
      "'''",
      "$",
      "\\",
    );
    const texts = fc
      .sample(fc.tuple(fc.constantFrom("''", '"'), fc.array(fragment, { maxLength: 12 })), 800)
      .map(([quote, parts]) => `f:\n    f ${quote}${parts.join("")}${quote}\n  # end`)
      .filter((source) => {
        try {
          return nix.raw(source);
        } catch {
          return false;
        }
      });
    const applied = (text: string): unknown => nix.call(nix.raw(text), nix.raw("x: x"));
    const alone = await evaluateSettled(texts.map(applied), run);
    const nested = await evaluateSettled(
      texts.map((text) => ({ a: { b: [1, { c: applied(text), d: 1 }] } })),
      run,
    );
    expect(nested.map((one) => one.ok && JSON.stringify(one.value))).toEqual(
      alone.map((one) => one.ok && JSON.stringify({ a: { b: [1, { c: one.value, d: 1 }] } })),
    );
    const fine = texts.filter((_, index) => alone[index]?.ok);
    const told = nixInstantiate(
      store,
      ["--eval", "--strict", "--json"],
      `[ ${fine.map((text) => `((${text}\n) (x: x))`).join("\n")} ]`,
    );
    expect(JSON.parse(told)).toEqual(alone.flatMap((one) => (one.ok ? [one.value] : [])));
    expect(fine.length).toBeGreaterThan(200);
  });

  it("every printed value parses, at any width", async () => {
    const values = fc.sample(fc.tuple(json, fc.integer({ min: 1, max: 120 })), 300);
    const texts = values.map(([value, width]) =>
      print({ a: (x: unknown) => [x, value], b: value }, { width }),
    );
    expect(await checkSyntax(texts, run)).toEqual([]);
  });

  it("the width changes nothing but the shape", async () => {
    const values = fc.sample(json, 60);
    const told = await evaluate(
      values.flatMap((value) => [1, 40].map((width) => nix.raw(print(value, { width })))),
      run,
    );
    expect(told.map(canon)).toEqual(values.flatMap((value) => [canon(value), canon(value)]));
  });
});
