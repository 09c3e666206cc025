import { describe, expect, it } from "vitest";
import { aspectsOf, open } from "./support/open.ts";

const one = (includes: string[]): object => ({ hosts: { "x86_64-linux": { h: { includes } } } });

describe("large includes", () => {
  it("a chain of five thousand", () => {
    const aspects = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [
        `a${index}`,
        { includes: index < 4_999 ? [`a${index + 1}`] : [] },
      ]),
    );
    expect(aspectsOf(open({ ...one(["a0"]), aspects }), "host:h")).toHaveLength(5_000);
  });
  it("twenty layers of twenty, each including all of the next", () => {
    const layer = (index: number): string[] =>
      Array.from({ length: 20 }, (_, of) => `l${index}-${of}`);
    const aspects = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) =>
        layer(index).map((name): [string, object] => [
          name,
          { includes: index < 19 ? layer(index + 1) : [] },
        ]),
      ).flat(),
    );
    expect(aspectsOf(open({ ...one(layer(0)), aspects }), "host:h")).toHaveLength(400);
  });
});
