import * as fc from "fast-check";
import { expect, it } from "vitest";
import { crossings, uncrossed } from "../src/layout/crossings.ts";
import { layering } from "../src/layout/layers.ts";
import { spread } from "../src/layout/straighten.ts";

const pairs = fc
  .integer({ min: 1, max: 9 })
  .chain((count) =>
    fc
      .array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 })), { maxLength: 20 })
      .map((list) => ({ count, list })),
  );

it("puts as many edges forwards as a picture without circles has: all", () => {
  fc.assert(
    fc.property(pairs, ({ count, list }) => {
      const forwards = list.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
      const { layerOf } = layering(count, forwards);
      for (const [a, b] of forwards)
        if (a !== b) expect(layerOf[a] as number).toBeLessThan(layerOf[b] as number);
    }),
  );
});

it("never puts the two ends of an edge in one layer, circles or not", () => {
  fc.assert(
    fc.property(pairs, ({ count, list }) => {
      const { layerOf, layers } = layering(count, list);
      for (const [a, b] of list) if (a !== b) expect(layerOf[a]).not.toBe(layerOf[b]);
      for (const layer of layerOf) expect(layer >= 0 && layer < layers).toBe(true);
    }),
  );
});

const twoRows = fc
  .record({ above: fc.integer({ min: 1, max: 6 }), below: fc.integer({ min: 1, max: 6 }) })
  .chain(({ above, below }) =>
    fc
      .uniqueArray(fc.tuple(fc.nat({ max: above - 1 }), fc.nat({ max: below - 1 })), {
        selector: String,
        maxLength: 14,
      })
      .map((edges) => {
        const before: number[][] = Array.from({ length: above + below }, () => []);
        const behind: number[][] = Array.from({ length: above + below }, () => []);
        for (const [a, b] of edges) {
          behind[a]?.push(above + b);
          before[above + b]?.push(a);
        }
        const rows = [
          Array.from({ length: above }, (_, i) => i),
          Array.from({ length: below }, (_, i) => above + i),
        ];
        return { rows, links: { before, behind }, edges, above };
      }),
  );

it("counts crossings as looking at every two edges does", () => {
  fc.assert(
    fc.property(twoRows, ({ rows, links, edges }) => {
      let slow = 0;
      edges.forEach(([a, b], index) => {
        for (const [c, d] of edges.slice(index + 1)) if ((a - c) * (b - d) < 0) slow++;
      });
      expect(crossings(rows, links)).toBe(slow);
    }),
  );
});

it("never has more crossings than before, and loses no place", () => {
  fc.assert(
    fc.property(twoRows, ({ rows, links }) => {
      const better = uncrossed(rows, links);
      expect(crossings(better, links)).toBeLessThanOrEqual(crossings(rows, links));
      expect(better.map((row) => [...row].sort((a, b) => a - b))).toEqual(rows);
    }),
  );
});

it("spreads as near to the wishes as any other way would", () => {
  const items = fc.array(
    fc.record({
      size: fc.integer({ min: 0, max: 20 }),
      wish: fc.integer({ min: -50, max: 50 }),
      other: fc.integer({ min: 0, max: 30 }),
    }),
    { minLength: 1, maxLength: 7 },
  );
  fc.assert(
    fc.property(items, fc.integer({ min: -50, max: 50 }), (list, start) => {
      const wishes = list.map(({ wish }) => wish);
      const middles = spread(list, wishes, 2);
      const least = (index: number): number =>
        ((list[index - 1] as { size: number }).size + (list[index] as { size: number }).size) / 2 +
        2;
      const cost = (at: readonly number[]): number =>
        at.reduce((sum, middle, index) => sum + (middle - (wishes[index] as number)) ** 2, 0);
      middles.slice(1).forEach((middle, index) => {
        expect(middle - (middles[index] as number)).toBeGreaterThanOrEqual(least(index + 1) - 1e-9);
      });
      // Any arrangement that keeps the gaps.
      const another = [start];
      list.slice(1).forEach(({ other }, index) => {
        another.push((another[index] as number) + least(index + 1) + other);
      });
      expect(cost(middles)).toBeLessThanOrEqual(cost(another) + 1e-6);
    }),
  );
});
