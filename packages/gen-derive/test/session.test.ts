import { describe, expect, it } from "vitest";
import {
  _,
  action,
  enriched,
  evaluate,
  formatWhy,
  node,
  not,
  program,
  relation,
  rule,
  session,
  v,
} from "../src/index.ts";
import { issuesOf, viewOf } from "./support.ts";

const edge = relation<[string, string]>("edge");
const reach = relation<[string, string]>("reach");
const port = relation<[string, number]>("port", { key: 1 });
const [x, y, z] = [v<string>("x"), v<string>("y"), v<string>("z")];

const closure = program([
  rule({ name: "base", when: [edge(x, y)], emit: reach(x, y) }),
  rule({ name: "step", when: [edge(x, y), reach(y, z)], emit: reach(x, z) }),
  rule({ name: "loop", when: [reach(x, x)], emit: action("loop", x) }),
  rule({ name: "sink", when: [edge(_, x), not(edge(x, _))], emit: action("sink", x) }),
]);

describe("session", () => {
  it("follows assertions and retractions", () => {
    const open = session(closure, { facts: [edge("a", "b")] });
    open.assert(edge("b", "c"), edge("c", "a"));
    expect(open.result.tuples(reach)).toHaveLength(9);
    expect(open.result.actions.map(({ kind, data }) => `${kind} ${data}`)).toEqual([
      "loop a",
      "loop b",
      "loop c",
    ]);
    open.retract(edge("c", "a"));
    expect(open.result.tuples(reach)).toEqual([
      ["a", "b"],
      ["a", "c"],
      ["b", "c"],
    ]);
    expect(open.result.actions.map(({ kind, data }) => `${kind} ${data}`)).toEqual(["sink c"]);
  });

  it("does not let facts keep each other alive in a circle", () => {
    const open = session(closure, { facts: [edge("a", "b"), edge("b", "a"), edge("s", "a")] });
    open.retract(edge("s", "a"), edge("b", "a"));
    expect(open.result.tuples(reach)).toEqual([["a", "b"]]);
    expect(formatWhy(open.result.why(reach("a", "b")) as never)).toContain('by "base"');
  });

  it("ignores what is there already and what was never there", () => {
    const open = session(closure, { facts: [edge("a", "b"), edge("a", "b")] });
    open.assert(edge("a", "b"));
    open.retract(edge("q", "q"), { relation: "nobody", args: [1] }, reach("a", "b"));
    expect(open.result.tuples(reach)).toEqual([["a", "b"]]);
    open.retract(edge("a", "b"));
    expect(open.result.facts()).toEqual([]);
  });

  it("keeps a given fact that is derived too, and the other way round", () => {
    const open = session(closure, { facts: [edge("a", "b"), reach("a", "b")] });
    open.retract(edge("a", "b"));
    expect(open.result.tuples(reach)).toEqual([["a", "b"]]);
    open.assert(edge("a", "b"));
    open.retract(reach("a", "b"));
    expect(open.result.tuples(reach)).toEqual([["a", "b"]]);
  });

  it("retracts before it asserts in one update", () => {
    const open = session(closure, { facts: [edge("a", "b")] });
    open.update({ assert: [edge("a", "b"), edge("b", "c")], retract: [edge("a", "b")] });
    expect(open.result.tuples(edge)).toEqual([
      ["a", "b"],
      ["b", "c"],
    ]);
  });

  it("holds facts that no rule knows", () => {
    const other = relation<[number]>("other");
    const open = session(closure);
    open.assert(other(1), other(2));
    open.retract(other(1));
    expect(open.result.tuples(other)).toEqual([[2]]);
  });

  it("changes nothing when a change is refused", () => {
    const open = session(
      program([rule({ name: "r", when: [edge(x, _)], emit: port(x, 80) })], { relations: [port] }),
      {
        facts: [edge("a", "b")],
      },
    );
    expect(issuesOf(() => open.assert(edge("b", "c"), port("a", 443)))[0]?.code).toBe(
      "key-conflict",
    );
    expect(open.result.facts().map(({ relation: name, args }) => [name, ...args])).toEqual([
      ["edge", "a", "b"],
      ["port", "a", 80],
    ]);
    expect(
      issuesOf(() =>
        open.update({ retract: [edge("a", "b")], assert: [{ relation: "edge", args: [1] }] }),
      )[0]?.code,
    ).toBe("arity");
    expect(open.result.tuples(port)).toEqual([["a", 80]]);
    open.retract(edge("a", "b"));
    open.assert(port("a", 443));
    expect(open.result.tuples(port)).toEqual([["a", 443]]);
  });

  it("refuses to open on what cannot be evaluated", () => {
    expect(
      issuesOf(() => session(closure, { facts: [{ relation: "edge", args: ["a"] }] }))[0]?.code,
    ).toBe("arity");
  });

  it("runs again only the functions whose reads changed", () => {
    const runs: string[] = [];
    const view = viewOf({ id: "a", kind: "host" }, { id: "b", kind: "host" });
    const made = program([
      rule({
        name: "f",
        at: "host",
        derives: [enriched("degree")],
        run: (id, { all }) => {
          runs.push(id);
          return [enriched<number>("degree")(id, all(edge(id, _)).length)];
        },
      }),
    ]);
    const open = session(made, { nodes: view });
    expect(runs.splice(0)).toEqual(["a", "b"]);
    open.assert(edge("b", "z"));
    expect(runs.splice(0)).toEqual(["b"]);
    expect(open.result.has(enriched<number>("degree")("b", 1))).toBe(true);
    expect(open.result.has(enriched<number>("degree")("b", 0))).toBe(false);
    open.assert(edge("q", "z"));
    expect(runs.splice(0)).toEqual([]);
    open.update({ rerun: ["a"] });
    expect(runs.splice(0)).toEqual(["a"]);
  });

  it("asks selectors again when nodes change", () => {
    const made = program([
      rule({ name: "r", at: { sel: "tag", tag: "web" }, emit: action("on", node) }),
    ]);
    const open = session(made, { nodes: viewOf({ id: "a", tags: ["web"] }, { id: "b" }) });
    expect(open.result.actions.map(({ data }) => data)).toEqual(["a"]);
    open.update({
      nodes: viewOf({ id: "a" }, { id: "b", tags: ["web"] }, { id: "c", tags: ["web"] }),
    });
    expect(open.result.actions.map(({ data }) => data)).toEqual(["b", "c"]);
    expect(open.result.whyNot({ rule: "r", subject: ["a"] }).holds).toBe(false);
  });

  it("stays correct while many facts come and go", () => {
    const open = session(closure);
    for (let round = 0; round < 60; round++) {
      const facts = Array.from({ length: 200 }, (__, at) => edge(`${round}`, `${round}-${at}`));
      open.assert(...facts);
      open.retract(...facts.slice(1));
    }
    expect(open.result.tuples(edge)).toHaveLength(60);
    expect(open.result.tuples(reach)).toHaveLength(60);
  });

  it("does little for a little change", () => {
    const facts = Array.from({ length: 2000 }, (__, at) => edge(`s${at}`, `t${at}`));
    const open = session(closure, { facts });
    const before = open.result.stats.rounds;
    open.assert(edge("new", "s0"));
    expect(open.result.stats.rounds - before).toBeLessThan(8);
    const scratch = evaluate(closure, { facts: [...facts, edge("new", "s0")] });
    expect(open.result.facts()).toEqual(scratch.facts());
  });
});
