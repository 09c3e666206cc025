import { layout, picture, type Rect } from "den-diagram";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inputs } from "./support.ts";

const apart = (a: Rect, b: Rect): boolean =>
  a.x + a.width <= b.x + 0.001 ||
  b.x + b.width <= a.x + 0.001 ||
  a.y + a.height <= b.y + 0.001 ||
  b.y + b.height <= a.y + 0.001;

const within = (inner: Rect, outer: Rect): boolean =>
  inner.x >= outer.x - 0.001 &&
  inner.y >= outer.y - 0.001 &&
  inner.x + inner.width <= outer.x + outer.width + 0.001 &&
  inner.y + inner.height <= outer.y + outer.height + 0.001;

const onBorder = ({ x, y }: { x: number; y: number }, rect: Rect): boolean =>
  within({ x, y, width: 0, height: 0 }, rect) &&
  [x - rect.x, rect.x + rect.width - x, y - rect.y, rect.y + rect.height - y].some(
    (distance) => Math.abs(distance) < 0.001,
  );

describe("a layout", () => {
  it("keeps siblings apart, children inside, and everything in the drawing", () => {
    fc.assert(
      fc.property(inputs(), (input) => {
        const made = picture(input);
        const { nodes, groups, width, height } = layout(made);
        const whole = { x: 0, y: 0, width, height };
        const frames = new Map<string | undefined, Rect[]>();
        const put = (group: string | undefined, rect: Rect): void => {
          expect(Object.values(rect).every(Number.isFinite)).toBe(true);
          expect(within(rect, group === undefined ? whole : (groups.get(group) as Rect))).toBe(
            true,
          );
          frames.set(group, [...(frames.get(group) ?? []), rect]);
        };
        for (const { id, group } of made.nodes) put(group, nodes.get(id) as Rect);
        for (const { id, group } of made.groups) put(group, groups.get(id) as Rect);
        // Frames come before those in them, so that drawing them in this order hides none.
        const order = [...groups.keys()];
        for (const { id, group } of made.groups)
          if (group !== undefined) expect(order.indexOf(group)).toBeLessThan(order.indexOf(id));
        for (const siblings of frames.values())
          siblings.forEach((a, index) => {
            for (const b of siblings.slice(index + 1)) expect(apart(a, b)).toBe(true);
          });
      }),
      { numRuns: 400 },
    );
  });

  it("joins borders of nodes, in curves that are finite", () => {
    fc.assert(
      fc.property(inputs(), (input) => {
        const made = picture(input);
        const { nodes, edges } = layout(made);
        expect(edges).toHaveLength(made.edges.length);
        edges.forEach(({ start, pieces, middle }, index) => {
          const { from, to } = made.edges[index] as (typeof made.edges)[number];
          const end = (pieces[pieces.length - 1] as (typeof pieces)[number])[2];
          expect(onBorder(start, nodes.get(from) as Rect)).toBe(true);
          expect(onBorder(end, nodes.get(to) as Rect)).toBe(true);
          for (const { x, y } of [start, middle, ...pieces.flat()])
            expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
        });
      }),
      { numRuns: 400 },
    );
  });

  it("is the same in any order of declaration", () => {
    fc.assert(
      fc.property(inputs(8), (input) => {
        const turned = {
          ...input,
          nodes: [...input.nodes].reverse(),
          edges: [...(input.edges ?? [])].reverse(),
          groups: [...(input.groups ?? [])].reverse(),
        };
        const plain = { ...input, edges: [...(input.edges ?? [])].map(withoutDetails) };
        const plainTurned = { ...turned, edges: turned.edges.map(withoutDetails) };
        expect(picture(plainTurned)).toEqual(picture(plain));
        expect(layout(picture(plainTurned))).toEqual(layout(picture(plain)));
      }),
    );
  });

  it("leads along edges where there is no circle: right, or down", () => {
    for (const direction of ["right", "down"] as const) {
      const made = picture({
        direction,
        nodes: ["a", "b", "c", "d"].map((id) => ({ id })),
        edges: [
          { from: "a", to: "b" },
          { from: "b", to: "c" },
          { from: "a", to: "c" },
          { from: "a", to: "d" },
        ],
      });
      const { nodes } = layout(made);
      for (const { from, to } of made.edges) {
        const [a, b] = [nodes.get(from) as Rect, nodes.get(to) as Rect];
        if (direction === "right") expect(a.x + a.width).toBeLessThan(b.x);
        else expect(a.y + a.height).toBeLessThan(b.y);
      }
    }
  });
});

function withoutDetails<E extends { readonly details?: unknown }>({ details: _, ...edge }: E) {
  return edge;
}

describe("large pictures", () => {
  it("a chain, a star and groups in groups of ten thousand each", () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `n${String(index).padStart(5, "0")}`);
    const chain = picture({
      nodes: ids.map((id) => ({ id })),
      edges: ids.slice(1).map((to, index) => ({ from: ids[index] as string, to })),
    });
    expect(layout(chain).nodes.size).toBe(10_000);
    const star = picture({
      nodes: ids.map((id) => ({ id })),
      edges: ids.slice(1).map((to) => ({ from: ids[0] as string, to })),
    });
    expect(layout(star).edges).toHaveLength(9_999);
    const few = ids.slice(0, 1_000);
    const deep = picture({
      nodes: [{ id: "x", group: few[999] as string }],
      groups: few.map((id, index) => ({
        id,
        ...(index === 0 ? {} : { group: few[index - 1] as string }),
      })),
    });
    expect(layout(deep).groups.size).toBe(1_000);
  });
});
