import fc from "fast-check";
import { compileIndex, type SelectError, sel, select, type View } from "gen-select";
import { describe, expect, it } from "vitest";
import {
  add,
  contains,
  emptySet,
  forEachMember,
  fromSorted,
  fullSet,
  type IdSet,
  popcount,
  remove,
  toList,
} from "../src/index/id-set.ts";
import { intersect, subtract, union } from "../src/index/set-algebra.ts";
import { rowAt, selectors, viewOf, type World, worlds } from "./world.ts";

const RUNS = process.env.SLOW === "1" ? 10_000 : 200;

type Change =
  | {
      readonly type: "put";
      readonly row: ReturnType<typeof rowAt> extends fc.Arbitrary<infer R> ? R : never;
    }
  | { readonly type: "remove"; readonly place: number };

const changes: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .integer({ min: 0, max: 9 })
      .chain((place) => rowAt(place, true))
      .map((row): Change => ({ type: "put", row })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 9 }).map((place): Change => ({ type: "remove", place })),
  },
);

describe("an index", () => {
  it("that is updated equals one that is built anew, whenever its columns were first asked for", () => {
    fc.assert(
      fc.property(
        worlds(true),
        fc.array(changes, { minLength: 1, maxLength: 6 }),
        fc.array(selectors(true, 3), { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        (start, steps, asked, warm) => {
          const world: World = new Map(start);
          const view = viewOf(world);
          const index = compileIndex(view);
          for (const selector of asked.slice(0, warm)) select(selector, index).ids();
          for (const step of steps) {
            const id = step.type === "put" ? step.row.id : `n${step.place}`;
            const near = (): string[] => [
              ...[...world.values()]
                .filter((row) => row.parent === id || row.edges.some((edge) => edge.to === id))
                .map((row) => row.id),
              ...[world.get(id)?.parent ?? id].filter((parent) => world.has(parent)),
            ];
            const touched = new Set(near());
            if (step.type === "put") world.set(id, step.row);
            else world.delete(id);
            for (const one of near()) touched.add(one);
            if (world.has(id)) index.update(id);
            else index.remove(id);
            index.update(...[...touched].filter((one) => world.has(one)));
            const fresh = compileIndex(view);
            expect(index.size).toBe(fresh.size);
            for (const selector of asked) {
              expect(select(selector, index).ids()).toEqual(select(selector, fresh).ids());
              expect(select(selector, index).count()).toBe(select(selector, fresh).count());
              expect([...select(selector, index).undecided()]).toEqual([
                ...select(selector, fresh).undecided(),
              ]);
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("puts itself in order again when much was added and removed", () => {
    const rows = new Map<string, number>();
    const view: View = {
      nodes: () => rows.keys(),
      kind: () => "k",
      name: (id) => id,
      tags: (id) => (Number(rows.get(id)) % 2 === 0 ? ["even"] : []),
      attr: (id) => rows.get(id),
      parent: () => undefined,
      children: () => [],
    };
    const index = compileIndex(view);
    const put = (n: number): void => {
      rows.set(`id${(n * 7919) % 2000}`, n);
      index.update(`id${(n * 7919) % 2000}`);
    };
    for (let n = 0; n < 2000; n++) {
      put(n);
      if (n % 3 === 0) {
        rows.delete(`id${n}`);
        index.remove(`id${n}`);
      }
      if (n % 97 === 0) {
        expect(select(sel.tag("even"), index).ids()).toEqual(select(sel.tag("even"), view).ids());
        expect(select(sel.attr("n", ">", 1000), index).ids()).toEqual(
          select(sel.attr("n", ">", 1000), view).ids(),
        );
        expect(select(sel.not(sel.name("id1*")), index).ids()).toEqual(
          select(sel.not(sel.name("id1*")), view).ids(),
        );
      }
    }
    expect(index.size).toBe(rows.size);
  });

  it("refuses to go on with a selection after an update, and answers anew when asked again", () => {
    const world: World = new Map(
      ["n1", "n2"].map((id) => [id, { id, tags: ["a"], attrs: {}, edges: [], open: [] }]),
    );
    const index = compileIndex(viewOf(world));
    const found = select(sel.tag("a"), index);
    const walk = found[Symbol.iterator]();
    expect(walk.next().value).toBe("n1");
    index.update("n1");
    expect(() => walk.next()).toThrow(
      expect.objectContaining({ code: "index-changed" }) as SelectError,
    );
    world.set("n0", { id: "n0", tags: ["a"], attrs: {}, edges: [], open: [] });
    index.update("n0");
    expect([...found]).toEqual(["n0", "n1", "n2"]);
    expect([...found]).toEqual(["n0", "n1", "n2"]);
  });

  it("finds lazily: a predicate is asked about the nodes that are taken, of those that are left", () => {
    const asked: string[] = [];
    const ids = Array.from({ length: 100 }, (_, i) => `h${String(i).padStart(2, "0")}`);
    const world: World = new Map(
      ids.map((id, i) => [
        id,
        { id, tags: i % 10 === 3 ? ["a"] : [], attrs: {}, edges: [], open: [] },
      ]),
    );
    const slow = sel.when("slow", {}, (id) => {
      asked.push(id);
      return true;
    });
    const selection = select(sel.all(slow, sel.tag("a")), compileIndex(viewOf(world)));
    expect(asked).toEqual([]);
    expect(selection.first()).toBe("h03");
    expect(asked).toEqual(["h03"]);
    expect(selection.ids()).toHaveLength(10);
    expect(asked).toHaveLength(11);
  });

  it("asks the view about each node once per column, and not at all again", () => {
    let reads = 0;
    const ids = Array.from({ length: 50 }, (_, i) => `h${i}`);
    const view: View = {
      nodes: () => ids,
      kind: () => "host",
      name: (id) => id,
      tags: () => {
        reads++;
        return ["a"];
      },
      attr: () => undefined,
      parent: () => undefined,
      children: () => [],
    };
    const index = compileIndex(view);
    expect(reads).toBe(0);
    for (let i = 0; i < 5; i++) expect(select(sel.tag("a"), index).count()).toBe(50);
    expect(reads).toBe(50);
    index.update("h1", "h2");
    expect(select(sel.all(sel.tag("a"), sel.kind("host")), index).count()).toBe(50);
    expect(reads).toBe(52);
  });

  it("asks the view where a link leads out of the nodes", () => {
    const known = ["a", "b"];
    const view: View = {
      nodes: () => known,
      kind: (id) => (id === "out" ? "ghost" : "host"),
      name: (id) => id,
      tags: () => [],
      attr: () => undefined,
      parent: (id) => (id === "a" ? "out" : undefined),
      children: (id) => (id === "b" ? ["out"] : []),
      edges: (id) => (id === "b" ? [{ label: "P", to: "out" }] : []),
    };
    for (const source of [view, compileIndex(view)]) {
      expect(select(sel.within(sel.kind("ghost")), source).ids()).toEqual(["a"]);
      expect(select(sel.not(sel.parent(sel.kind("host"))), source).ids()).toEqual(["a", "b"]);
      expect(select(sel.has(sel.kind("ghost")), source).ids()).toEqual(["b"]);
      expect(select(sel.via("P", sel.kind("ghost")), source).ids()).toEqual(["b"]);
    }
  });

  it("orders as the view says", () => {
    const view: View = {
      nodes: () => ["web10", "web9", "db"],
      kind: () => undefined,
      name: (id) => id,
      tags: () => [],
      attr: () => undefined,
      parent: () => undefined,
      children: () => [],
    };
    expect(select(sel.star, compileIndex(view)).ids()).toEqual(["db", "web10", "web9"]);
    const byLength: View = { ...view, compare: (a, b) => a.length - b.length };
    expect(select(sel.star, compileIndex(byLength)).ids()).toEqual(["db", "web9", "web10"]);
    expect(select(sel.star, byLength).ids()).toEqual(["db", "web9", "web10"]);
  });

  it("survives cycles of parents, children and edges", () => {
    const next: Record<string, string> = { a: "b", b: "c", c: "a" };
    const before: Record<string, string> = { a: "c", b: "a", c: "b" };
    const view: View = {
      nodes: () => ["a", "b", "c"],
      kind: (id) => id,
      name: () => undefined,
      tags: () => [],
      attr: () => undefined,
      parent: (id) => next[id],
      children: (id) => [before[id] as string],
      edges: (id) => [{ label: "P", to: next[id] as string }],
    };
    for (const source of [view, compileIndex(view)]) {
      expect(select(sel.within(sel.kind("a")), source).ids()).toEqual(["a", "b", "c"]);
      expect(select(sel.has(sel.kind("a")), source).ids()).toEqual(["a", "b", "c"]);
      expect(select(sel.via("P P P P", sel.kind("a")), source).ids()).toEqual(["c"]);
      expect(select(sel.within(sel.kind("x")), source).ids()).toEqual([]);
    }
  });
});

describe("bitsets", () => {
  const CAPACITY = 700;
  const slots = fc.oneof(
    fc.uniqueArray(fc.nat(CAPACITY - 1), { maxLength: 15 }),
    fc.uniqueArray(fc.nat(CAPACITY - 1), { minLength: 100, maxLength: 400 }),
  );
  const build = (from: readonly number[]): IdSet =>
    fromSorted(Uint32Array.from([...from].sort((a, b) => a - b)), CAPACITY);
  const list = (set: IdSet): number[] => {
    const found = [...toList(set)];
    const visited: number[] = [];
    forEachMember(set, (id) => visited.push(id));
    expect(visited).toEqual(found);
    expect(set.size).toBe(found.length);
    return found;
  };
  const sorted = (from: Iterable<number>): number[] => [...from].sort((a, b) => a - b);

  it("agree with sets of numbers", () => {
    fc.assert(
      fc.property(slots, slots, (a, b) => {
        const [x, y] = [build(a), build(b)];
        const [s, t] = [new Set(a), new Set(b)];
        expect(list(intersect(x, y))).toEqual(sorted(a.filter((one) => t.has(one))));
        expect(list(union(x, y, CAPACITY))).toEqual(sorted(new Set([...a, ...b])));
        expect(list(subtract(x, y))).toEqual(sorted(a.filter((one) => !t.has(one))));
        expect(list(subtract(fullSet(CAPACITY), x))).toEqual(
          sorted(list(fullSet(CAPACITY)).filter((one) => !s.has(one))),
        );
        for (const one of b) expect(contains(x, one)).toBe(s.has(one));
      }),
      { numRuns: 150 },
    );
  });

  it("agree with a set under any sequence of additions and removals", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(120)), { maxLength: 300 }), (steps) => {
        const set = emptySet();
        const oracle = new Set<number>();
        let capacity = 1;
        for (const [put, id] of steps) {
          if (put) {
            capacity = Math.max(capacity, id + 1);
            add(set, id, capacity);
            oracle.add(id);
          } else {
            remove(set, id);
            oracle.delete(id);
          }
        }
        expect(list(set)).toEqual(sorted(oracle));
      }),
      { numRuns: 150 },
    );
  });

  it("count bits and fill up to any size", () => {
    for (const word of [0, 1, 0x80000000, 0xffffffff, 0x12345678]) {
      expect(popcount(word)).toBe(word.toString(2).replaceAll("0", "").length);
    }
    for (const count of [0, 1, 31, 32, 33, 64])
      expect(list(fullSet(count))).toEqual(Array.from({ length: count }, (_, i) => i));
  });
});
