import * as fc from "fast-check";
import { dynamicOrder, isAcyclic, reachable, sameGraph, topologicalOrder } from "gen-graph";
import { describe, expect, it } from "vitest";
import { caught, HOSTILE, type Name, RUNS, sortedNames } from "./support.ts";

describe("dynamicOrder", () => {
  it("accepts, notices repetition, and refuses with the cycle in order", () => {
    const order = dynamicOrder<string>();
    expect(order.addEdge("a", "b")).toEqual({ ok: true, added: true });
    expect(order.addEdge("b", "c")).toEqual({ ok: true, added: true });
    expect(order.addEdge("a", "b")).toEqual({ ok: true, added: false });
    expect(order.addEdge("c", "a")).toEqual({ ok: false, cycle: ["a", "b", "c"] });
    expect(order.addEdge("d", "d")).toEqual({ ok: false, cycle: ["d"] });
    expect(order.hasNode("d")).toBe(false);
    expect([order.nodeCount, order.edgeCount]).toEqual([3, 2]);
    expect(order.addEdge("z", "a")).toEqual({ ok: true, added: true });
    expect(order.current()).toEqual(["z", "a", "b", "c"]);
    expect([order.isBefore("z", "c"), order.isBefore("c", "b")]).toEqual([true, false]);
    expect(order.removeEdge("b", "c")).toBe(true);
    expect(order.removeEdge("b", "c")).toBe(false);
    expect(order.addEdge("c", "a")).toEqual({ ok: true, added: true });
    expect(order.order()).toEqual(["c", "z", "a", "b"]);
    expect(order.removeNode("a")).toBe(true);
    expect(order.removeNode("a")).toBe(false);
    expect([order.nodeCount, order.edgeCount]).toEqual([3, 0]);
    expect(caught(() => order.isBefore("a", "b"))).toMatchObject({ code: "unknown-node" });
    expect(caught(() => order.successors("a"))).toMatchObject({ code: "unknown-node" });
  });

  it("is a graph for every algorithm", () => {
    const order = dynamicOrder<string>();
    order.addEdge("b", "a");
    order.addNode("c");
    expect(topologicalOrder(order)).toEqual(["b", "a", "c"]);
    expect(reachable(order, ["b"])).toEqual(["a"]);
    expect(sameGraph(order, { edges: [["b", "a"]], nodes: ["c"] })).toBe(true);
  });

  it("orders objects by their key", () => {
    const [x, y] = [{ id: "x" }, { id: "y" }];
    const order = dynamicOrder<{ id: string }>({ key: (node) => node.id });
    order.addEdge(y, x);
    expect(order.order()).toEqual([y, x]);
  });

  it("after any history accepts and refuses as a batch order would, and stays an order", () => {
    const names = [...HOSTILE.slice(0, 8), "a", "b"];
    const name = fc.constantFrom(...names);
    const action = fc.oneof(
      { weight: 8, arbitrary: fc.tuple(fc.constant("add" as const), name, name) },
      { weight: 2, arbitrary: fc.tuple(fc.constant("remove" as const), name, name) },
      { weight: 1, arbitrary: fc.tuple(fc.constant("drop" as const), name, name) },
      { weight: 1, arbitrary: fc.tuple(fc.constant("node" as const), name, name) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (script) => {
        const order = dynamicOrder<Name>();
        let edges: (readonly [Name, Name])[] = [];
        const nodes = new Set<Name>();
        const same = (x: Name, y: Name): boolean => Object.is(x, y);
        for (const [what, a, b] of script) {
          const has = edges.some(([x, y]) => same(x, a) && same(y, b));
          if (what === "add") {
            const result = order.addEdge(a, b);
            const fits = isAcyclic<Name>({ edges: [...edges, [a, b] as const] });
            expect(result.ok).toBe(fits);
            if (result.ok) {
              expect(result.added).toBe(!has);
              nodes.add(a).add(b);
              if (!has) edges.push([a, b]);
            } else {
              const { cycle } = result;
              expect([cycle[0], cycle[cycle.length - 1]]).toEqual([b, a]);
              expect(new Set(cycle).size).toBe(cycle.length);
              cycle.slice(1).forEach((node, i) => {
                expect(edges.some(([x, y]) => same(x, cycle[i] as Name) && same(y, node))).toBe(
                  true,
                );
              });
            }
          } else if (what === "remove") {
            expect(order.removeEdge(a, b)).toBe(has);
            edges = edges.filter(([x, y]) => !(same(x, a) && same(y, b)));
          } else if (what === "drop") {
            expect(order.removeNode(a)).toBe(nodes.delete(a));
            edges = edges.filter(([x, y]) => !same(x, a) && !same(y, a));
          } else {
            expect(order.addNode(a)).toBe(!nodes.has(a));
            nodes.add(a);
          }
          const current = order.current();
          expect(sortedNames(current)).toEqual(sortedNames(nodes));
          const place = new Map(current.map((node, i) => [node, i]));
          for (const [x, y] of edges) {
            expect(place.get(x)).toBeLessThan(place.get(y) as number);
            expect(order.isBefore(x, y)).toBe(true);
          }
          expect([order.nodeCount, order.edgeCount]).toEqual([nodes.size, edges.length]);
        }
        expect(order.order()).toEqual(topologicalOrder({ edges, nodes }));
      }),
      { numRuns: RUNS / 3 },
    );
  });

  it("visits only the region between the two ends", () => {
    const order = dynamicOrder<number>();
    for (let i = 0; i < 20_000; i++) order.addNode(i);
    for (let i = 0; i + 1 < 20_000; i++) expect(order.addEdge(i, i + 1).ok).toBe(true);
    expect(order.addEdge(19_999, 0).ok).toBe(false);
    expect(order.addEdge(500, 400)).toMatchObject({ ok: false });
    expect(order.order()).toEqual(order.current());
  });
});
