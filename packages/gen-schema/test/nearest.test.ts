import fc from "fast-check";
import { didYouMean, nearest } from "gen-schema";
import { describe, expect, it } from "vitest";

describe("nearest", () => {
  it.each([
    ["prot", ["host", "port"], "port"],
    ["PORT", ["port"], "port"],
    ["domian", ["domain", "main"], "domain"],
    ["environmnt", ["environment"], "environment"],
    ["env", ["environment", "home"], "environment"],
    ["xyz", ["port"], undefined],
    ["a", ["b"], undefined],
    ["ab", ["ab"], "ab"],
    ["", ["a"], undefined],
    ["web3", ["web2", "web1"], "web1"],
    ["port", [], undefined],
    ["__proto", ["__proto__", "port"], "__proto__"],
  ])("of %j among %j is %j", (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });

  it("does not depend on the order of the candidates", () => {
    const word = fc.string({ maxLength: 6, unit: fc.constantFrom("a", "b", "c") });
    const lists = fc
      .array(word)
      .chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      );
    fc.assert(
      fc.property(word, lists, (name, [list, shuffled]) => {
        expect(nearest(name, shuffled)).toBe(nearest(name, list));
        if (list.includes(name) && name.length > 0) expect(nearest(name, list)).toBe(name);
      }),
    );
  });

  it("finds one slip in longer names", () => {
    const word = fc.string({ minLength: 5, maxLength: 12, unit: fc.constantFrom(..."abcdefgh") });
    fc.assert(
      fc.property(
        word,
        fc.nat(),
        fc.constantFrom("drop", "double", "swap", "change"),
        (name, at, slip) => {
          const index = at % (name.length - 1);
          const [head, one, two, tail] = [
            name.slice(0, index),
            name[index],
            name[index + 1],
            name.slice(index + 2),
          ];
          const typed = {
            drop: head + two + tail,
            double: head + one + one + two + tail,
            swap: head + two + one + tail,
            change: `${head}z${two}${tail}`,
          }[slip];
          expect(nearest(typed as string, ["zzzzzzzzzzzzzz", name])).toBe(name);
        },
      ),
    );
  });

  it("words the suggestion", () => {
    expect([didYouMean(undefined), didYouMean("port")]).toEqual(["", ', did you mean "port"?']);
  });
});
