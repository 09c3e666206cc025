import fc from "fast-check";
import {
  type Attribute,
  attribute,
  circular,
  collection,
  createEvaluator,
  type Edits,
  type Evaluator,
  inherited,
  input,
  reference,
  ScopeError,
} from "gen-scope";
import { describe, expect, it } from "vitest";

// A small world in which reads come and go: the inputs of a node decide what is read of which other
// node. Nodes exist as long as someone names them; names are hostile on purpose.
const NODES = ["a", "b", "__proto__", "constructor", "1"] as const;
type Name = (typeof NODES)[number];

const weight = input<string, number>("weight", { default: 0 });
const below = input<string, readonly string[]>("below", { default: [] });
const above = input<string, string | undefined>("above", { default: undefined });
const own = input<string, string | undefined>("own", { default: undefined });
const mode = input<string, number>("mode");
const inputs = { weight, below, above, own, mode };

const total: Attribute<string, number> = attribute<string, number>("total", (node, ctx) =>
  ctx.get(below, node).reduce((sum, next) => sum + ctx.get(total, next), ctx.get(weight, node)),
);
const parity = attribute<string, { readonly odd: boolean }>(
  "parity",
  (node, ctx) => ({ odd: ctx.get(weight, node) % 2 === 1 }),
  { equal: (a, b) => a.odd === b.odd },
);
const setting = inherited<string, string>("setting", { parent: above, own, root: () => "root" });
const target = reference<string, string | undefined>(
  "target",
  (node, ctx) => ctx.get(above, node),
  {
    exists: (node, ctx) => ctx.get(weight, node) !== 3,
  },
);
const picky = attribute<string, number>("picky", (node, ctx) => {
  if (ctx.get(weight, node) > 2) throw new RangeError(`too heavy: ${node}`);
  return ctx.get(parity, node).odd ? 1 : ctx.get(total, node);
});
const patient: Attribute<string, unknown> = attribute<string, unknown>("patient", (node, ctx) => {
  try {
    return [ctx.get(picky, node), ctx.get(chosen, ctx.get(target, node) ?? node, "x")];
  } catch (error) {
    return `caught ${error instanceof ScopeError ? error.code : error}`;
  }
});
const chosen: Attribute<string, unknown, string> = attribute<string, string, unknown>(
  "chosen",
  (node, ctx, arg) => {
    switch (ctx.get(mode, node)) {
      case 0:
        return `${arg}:${ctx.get(setting, node)}`;
      case 1:
        return ctx.get(chosen, ctx.get(below, node)[0] ?? node, `${arg.length % 3}`);
      case 2:
        return ctx.get(patient, ctx.get(above, node) ?? "a");
      default:
        return ctx.get(crowd, node).length;
    }
  },
);
const crowd = collection<string, number>("crowd", {
  from: (node, ctx) => [node, ...ctx.get(below, node)],
  contribute: (source, ctx) => [
    ctx.get(weight, source),
    ...(ctx.get(parity, source).odd ? [7] : []),
  ],
});
const reach: Attribute<string, string> = circular<string, string>(
  "reach",
  {
    bottom: "",
    join: (a, b) => sorted(a + b),
    height: NODES.length,
  },
  (node, ctx) =>
    ctx.get(below, node).reduce((all, next) => sorted(all + next[0] + ctx.get(reach, next)), ""),
);
const unreached = attribute<string, number>(
  "unreached",
  (node, ctx) => NODES.length - ctx.get(reach, node).length,
);
const sorted = (letters: string): string => [...new Set(letters)].sort().join("");

const attributes = [
  total,
  parity,
  setting,
  target,
  picky,
  patient,
  crowd,
  reach,
  unreached,
] as const;
const ARGS = ["x", "yy"];

type State = Map<string, Map<string, unknown>>;
type Edit =
  | { readonly set: keyof typeof inputs; readonly node: Name; readonly value: unknown }
  | { readonly unset: keyof typeof inputs; readonly node: Name }
  | { readonly dispose: Name };
type Step =
  | { readonly edits: readonly Edit[] }
  | { readonly forget: Name }
  | { readonly ask: number; readonly node: Name };

const name = fc.constantFrom(...NODES);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ set: fc.constant("weight"), node: name, value: fc.nat({ max: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      set: fc.constant("below"),
      node: name,
      value: fc.array(name, { maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      set: fc.constant("above"),
      node: name,
      value: fc.option(name, { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      set: fc.constant("own"),
      node: name,
      value: fc.constantFrom("p", "q", undefined),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ set: fc.constant("mode"), node: name, value: fc.nat({ max: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      unset: fc.constantFrom("weight", "below", "above", "own", "mode"),
      node: name,
    }),
  },
  { weight: 1, arbitrary: fc.record({ dispose: name }) },
) as fc.Arbitrary<Edit>;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ edits: fc.array(edit, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ forget: name }) },
  {
    weight: 6,
    arbitrary: fc.record({ ask: fc.nat({ max: attributes.length + ARGS.length - 1 }), node: name }),
  },
);

/** What asking for something comes to: the value, or the error with its chain. */
function outcome(ev: Evaluator, which: number, node: string): unknown {
  try {
    const plain = attributes[which] as Attribute<string, unknown> | undefined;
    if (plain !== undefined) return { value: ev.get(plain, node) };
    return { value: ev.get(chosen, node, ARGS[which - attributes.length] as string) };
  } catch (error) {
    if (!(error instanceof ScopeError)) throw error;
    const chain = error.issues[0]?.chain?.map(
      (at) => `${at.attribute} ${String(at.node)} ${at.arg}`,
    );
    return { code: error.code, chain, cause: String(error.cause) };
  }
}

function applyTo(tx: Edits, state: State, one: Edit): void {
  if ("dispose" in one) {
    tx.dispose(one.dispose);
    for (const values of state.values()) values.delete(one.dispose);
  } else if ("unset" in one) {
    tx.unset(inputs[one.unset] as typeof weight, one.node);
    state.get(one.unset)?.delete(one.node);
  } else {
    tx.set(inputs[one.set] as typeof weight, one.node, one.value as number);
    state.get(one.set)?.set(one.node, one.value);
  }
}

function fromScratch(state: State, maxDepth: number): Evaluator {
  const ev = createEvaluator({ maxDepth });
  for (const [which, values] of state) {
    for (const [node, value] of values) ev.set(inputs[which as "weight"], node, value as number);
  }
  return ev;
}

function run(script: readonly Step[], depths: readonly [number, number]): void {
  const state: State = new Map(Object.keys(inputs).map((which) => [which, new Map()]));
  const ev = createEvaluator({ maxDepth: depths[0] });
  for (const one of script) {
    if ("edits" in one) {
      ev.edit((tx) => {
        for (const edit of one.edits) applyTo(tx, state, edit);
      });
    } else if ("forget" in one) ev.forget(one.forget);
    else
      expect(outcome(ev, one.ask, one.node)).toEqual(
        outcome(fromScratch(state, depths[1]), one.ask, one.node),
      );
  }
  // At the end everything, in two different orders.
  const fresh = fromScratch(state, depths[1]);
  const all = NODES.flatMap((node) =>
    Array.from({ length: attributes.length + ARGS.length }, (_, which) => ({ node, which })),
  );
  const found = all.toReversed().map(({ node, which }) => outcome(fresh, which, node));
  expect(all.map(({ node, which }) => outcome(ev, which, node))).toEqual(found.toReversed());
}

const RUNS = process.env.SLOW === "1" ? 50_000 : 2_000;

describe("evaluation after any sequence of edits", { timeout: 1_800_000 }, () => {
  it("equals evaluation from scratch, errors and their chains included", () => {
    const depth = fc.constantFrom(1, 2, 5, 200);
    fc.assert(fc.property(fc.array(step, { maxLength: 25 }), fc.tuple(depth, depth), run), {
      numRuns: RUNS,
    });
  });
});
