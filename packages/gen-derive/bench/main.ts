import {
  evaluate,
  type Fact,
  formatWhy,
  program,
  type Rule,
  relation,
  rule,
  session,
  v,
} from "gen-derive";
import { compileIndex } from "gen-select";
import { naive } from "../test/oracle/naive.ts";
import { FAMILIES, fleetFacts, fleetView } from "./fleet.ts";
import { fixed, inTurns, table, time } from "./report.ts";

const RULES = 1000;
const NODES = 10_000;

function manyRules(): void {
  const facts = fleetFacts(NODES);
  const nodes = compileIndex(fleetView(NODES));
  const rows: string[][] = [];
  for (const { name, make } of FAMILIES) {
    const late = name === "two facts that never meet";
    const rules = Array.from({ length: RULES }, (_, at): Rule => {
      if (at % 100 === 1) return make(at, "ring-1", "ring-1");
      // Both tags are carried by a hundred nodes each, but by none together.
      return late
        ? make(at, `ring-${at % 50}`, `ring-${50 + (at % 50)}`)
        : make(at, `none-${at}`, "");
    });
    const matching = rules.filter((_, at) => at % 100 === 1);
    const [all, few] = [program(rules), program(matching)];
    const input =
      name.startsWith("a") && name !== "a selector and facts" ? { nodes } : { facts, nodes };
    const both = name === "a function at a selector" ? { facts, nodes } : input;
    const count = evaluate(all, both).actions.length;
    if (count !== evaluate(few, both).actions.length) throw new Error(`${name}: actions differ`);
    const none = program([]);
    const [load, fast, slow, made] = inTurns(
      40,
      () => evaluate(none, both).stats,
      () => evaluate(few, both).actions.length,
      () => evaluate(all, both).actions.length,
      () => program(rules).strata.length,
    ) as [number, number, number, number];
    rows.push([
      name,
      String(count),
      fixed(load),
      fixed(fast),
      fixed(slow),
      `${(slow / fast).toFixed(2)}×`,
      fixed(made),
    ]);
  }
  table(
    `${RULES} rules over ${NODES} nodes, of which 1 % match`,
    [
      "rules",
      "actions",
      "no rules",
      "the 10 that match, alone",
      "all 1000",
      "ratio",
      "checking 1000 rules",
    ],
    rows,
  );
}

const edge = relation<[number, number]>("edge");
const reach = relation<[number, number]>("reach");
const [x, y, z] = [v<number>("x"), v<number>("y"), v<number>("z")];
const CLOSURE = [
  rule({ name: "base", when: [edge(x, y)], emit: reach(x, y) }),
  rule({ name: "step", when: [reach(x, y), edge(y, z)], emit: reach(x, z) }),
];
const chain = (length: number): Fact[] => Array.from({ length }, (_, at) => edge.fact(at, at + 1));

async function recursion(): Promise<void> {
  const closure = program(CLOSURE);
  const rows: string[][] = [];
  for (const length of [20, 40, 80]) {
    const facts = chain(length);
    const fast = await time(() => evaluate(closure, { facts }).stats);
    const slow = await time(() => naive({ rules: CLOSURE, facts }));
    rows.push([
      `closure of a chain of ${length}`,
      fixed(slow),
      fixed(fast),
      `${(slow / fast).toFixed(0)}×`,
    ]);
  }
  table(
    "Semi-naive with indexes against naive evaluation",
    ["program", "naive", "gen-derive", "ratio"],
    rows,
  );
}

async function growth(): Promise<void> {
  const on = relation<[number]>("on");
  const walk = program([rule({ name: "walk", when: [on(x), edge(x, y)], emit: on(y) })]);
  const rows: string[][] = [];
  for (const length of [1000, 10_000, 100_000]) {
    const facts = [...chain(length), on.fact(0)];
    const open = session(walk, { facts });
    const middle = edge.fact(length - 10, length - 9);
    const update = await time(() => {
      open.retract(middle);
      open.assert(middle);
    });
    const [run, told] = inTurns(
      10,
      () => evaluate(walk, { facts }).stats,
      () => formatWhy(evaluate(walk, { facts }).why(on(length)) as never),
    ) as [number, number];
    rows.push([
      String(length),
      fixed(run),
      `${((run * 1e6) / length).toFixed(0)} ns`,
      fixed(update),
      fixed(told - run),
    ]);
  }
  table(
    "Growth: as many rounds as facts",
    ["chain", "evaluate", "per fact", "retract and assert the tenth but last", "why the last"],
    rows,
  );
}

function updates(): void {
  const rows: string[][] = [];
  const family = FAMILIES[0];
  if (family === undefined) return;
  const rules = Array.from({ length: RULES }, (_, at) =>
    family.make(at, at % 100 === 1 ? "ring-1" : `none-${at}`, ""),
  );
  const made = program(rules);
  for (const nodes of [1000, 10_000]) {
    const facts = fleetFacts(nodes);
    const open = session(made, { facts });
    const one = { relation: "off", args: ["node-000001"] };
    const [scratch, update] = inTurns(
      30,
      () => evaluate(made, { facts }).stats,
      () => {
        open.assert(one);
        open.retract(one);
      },
    ) as [number, number];
    rows.push([
      `${nodes} nodes`,
      fixed(scratch),
      fixed(update / 2),
      `${(scratch / (update / 2)).toFixed(0)}×`,
    ]);
  }
  table("One fact more or less, 1000 rules", ["program", "from nothing", "update", "ratio"], rows);
}

manyRules();
await recursion();
await growth();
updates();
