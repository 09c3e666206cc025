import fc from "fast-check";
import { canonical, foldLayers, nearest, type Schema, schemaOf } from "gen-schema";
import { describe, expect, it } from "vitest";
import { distinct } from "../src/data/distinct.ts";
import { sameValue } from "../src/data/same-value.ts";

const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: true } as never);

/** The slow way: sort the keys at every level, then print. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return new Map(keys.map((key) => [key, sorted((value as never)[key])]));
}

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(",")}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${print(item)}`).join(",")}}`;
}

describe("data", () => {
  it("canonical text is JSON with sorted keys", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(value)).toBe(print(sorted(value)));
        expect(sameValue(JSON.parse(canonical(value)), value)).toBe(true);
      }),
    );
  });

  it("is the same when its canonical text is", () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(sameValue(a, b)).toBe(canonical(a) === canonical(b));
        expect(sameValue(a, structuredClone(a))).toBe(true);
      }),
    );
  });

  it("distinct elements are those whose text is new", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(json, fc.constantFrom(1, "1", [1], ["1"], { a: 1 }))),
        (list) => {
          const texts = new Set<string>();
          const slow = list.filter((item) => {
            const text = canonical(item);
            return !texts.has(text) && texts.add(text);
          });
          expect(distinct(list)).toEqual(slow);
        },
      ),
    );
  });
});

describe("nearest against the textbook", () => {
  /** Edits by definition (optimal string alignment), without a table. */
  const edits = (a: string, b: string): number => {
    if (a === "" || b === "") return a.length + b.length;
    const same = a.at(-1) === b.at(-1);
    const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
    const best = Math.min(edits(x, b) + 1, edits(a, y) + 1, edits(x, y) + (same ? 0 : 1));
    const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
    return swapped ? Math.min(best, edits(a.slice(0, -2), b.slice(0, -2)) + 1) : best;
  };
  const word = fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom("a", "b", "c") });

  it("finds a candidate within the limit, and the closest", () => {
    fc.assert(
      fc.property(word, fc.uniqueArray(word, { maxLength: 4 }), (name, candidates) => {
        const cost = (other: string): number => {
          const limit = Math.max(
            Math.max(name.length, other.length) >= 3 ? 1 : 0,
            Math.floor(Math.max(name.length, other.length) / 3),
          );
          const prefix = name.length >= 3 && other.startsWith(name);
          const found = prefix ? Math.min(1, other.length - name.length) : edits(name, other);
          return found <= limit ? found : Number.POSITIVE_INFINITY;
        };
        const ranked = candidates
          .filter((other) => Number.isFinite(cost(other)))
          .sort((a, b) => cost(a) - cost(b) || (a < b ? -1 : 1));
        expect(nearest(name, candidates)).toBe(ranked[0]);
      }),
    );
  });
});

describe("strategies", () => {
  const list = fc.array(fc.nat(4), { maxLength: 4 });
  const flat = (fold: string, layers: readonly unknown[]): unknown => {
    const schema: Schema = schemaOf({ type: "object", properties: { x: { "x-fold": fold } } });
    return foldLayers(
      schema,
      layers.map((x, index) => ({ name: String(index), values: { x } })),
    ).get("x");
  };

  it("on lists are associative: any neighbours may be folded first", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("replace", "append", "prepend", "union"),
        list,
        list,
        list,
        (fold, a, b, c) => {
          const all = flat(fold, [a, b, c]);
          expect(flat(fold, [flat(fold, [a, b]), c])).toEqual(all);
          expect(flat(fold, [a, flat(fold, [b, c])])).toEqual(all);
        },
      ),
    );
  });

  it("union is commutative and idempotent as a set", () => {
    const set = (value: unknown): unknown => [...new Set(value as number[])].sort();
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(set(flat("union", [a, b]))).toEqual(set(flat("union", [b, a])));
        expect(flat("union", [a, a])).toEqual(distinct(a));
      }),
    );
  });
});
