import fc from "fast-check";
import { type Attribute, attribute, type Context, circular, input, ScopeError } from "gen-scope";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/attributes/engine/cell.ts";
import { setInput } from "../../src/attributes/engine/edit.ts";
import { createEngine, type Engine } from "../../src/attributes/engine/engine.ts";
import { ACTIVE, CHECK, DIRTY, FLUX, POISONED, QUEUED } from "../../src/attributes/engine/flags.ts";
import { readsOf } from "../../src/attributes/engine/link.ts";
import { read, slotOf } from "../../src/attributes/engine/read.ts";

// Equations that do everything they should not: climb and fall, throw now and then, catch what they
// read, change what they read. Their values mean nothing; the evaluator must stay in order.
type Kind = "plain" | "circular";
interface Act {
  readonly do: "read" | "catch" | "throwIf" | "stopIf" | "turn";
  readonly kind: Kind;
  readonly node: number;
  readonly bit: number;
}
const SIZE = 10;
const acts = {
  plain: input<number, readonly Act[]>("p", { default: [] }),
  circular: input<number, readonly Act[]>("c", { default: [] }),
};

function play(kind: Kind, node: number, ctx: Context): number {
  let value = 0;
  for (const act of ctx.get(acts[kind], node)) {
    const get = (): number => ctx.get(act.kind === "plain" ? plain : live, act.node);
    if (act.do === "read") value |= get() & (act.bit * 3);
    else if (act.do === "turn") value ^= act.bit;
    else if ((value & act.bit) === 0) continue;
    else if (act.do === "throwIf") throw new Error(`${kind} ${node}`);
    else if (act.do === "stopIf") return value;
    else {
      try {
        value |= get();
      } catch {
        value ^= 1;
      }
    }
  }
  return value & 15;
}
const plain: Attribute<number, number> = attribute<number, number>("plain", (node, ctx) =>
  play("plain", node, ctx),
);
const live: Attribute<number, number> = circular<number, number>(
  "live",
  { bottom: 0, join: (a, b) => a | b, height: 4 },
  (node, ctx) => play("circular", node, ctx),
);

const kinds = fc.constantFrom<Kind>("plain", "circular");
const nodes = fc.nat({ max: SIZE - 1 });
const script = fc.array(
  fc.record({
    do: fc.constantFrom<Act["do"]>("read", "read", "read", "catch", "throwIf", "stopIf", "turn"),
    kind: kinds,
    node: nodes,
    bit: fc.constantFrom(1, 2, 4, 8),
  }),
  { maxLength: 5 },
);
const step = fc.oneof(
  fc.record({ edit: kinds, node: nodes, acts: script }),
  fc.record({ ask: kinds, node: nodes }),
);

function cellsOf(engine: Engine): Cell[] {
  return [...engine.slots.values()].flatMap(({ plain }) => [...plain.values()]);
}

const IN_PROGRESS = ACTIVE | FLUX | POISONED | QUEUED;

/** Everything that is out of order between two demands. */
function disorder(engine: Engine): string[] {
  const wrong: string[] = [];
  const claim = (holds: boolean, what: string): void => {
    if (!holds) wrong.push(what);
  };
  claim(engine.stack.length === 0 && engine.flux === undefined, "something is left on the stacks");
  claim(!engine.busy && engine.depth === 0, "it seems to be evaluating");
  for (const cell of cellsOf(engine)) {
    claim((cell.flags & IN_PROGRESS) === 0, "a cell seems to be in progress");
    if ((cell.flags & (DIRTY | CHECK)) === 0) {
      const doubtful = readsOf(cell).some((dep) => (dep.flags & (DIRTY | CHECK)) !== 0);
      claim(!doubtful, "what counts as good has read what does not");
    }
    for (let at = cell.deps; at !== undefined; at = at.next) {
      let sub = at.dep.subs;
      while (sub !== undefined && sub !== at) sub = sub.nextSub;
      claim(sub === at, "a read is not told of changes");
    }
    for (let at = cell.subs; at !== undefined; at = at.nextSub) {
      const back = at.nextSub === undefined ? cell.lastSub : at.nextSub.prevSub;
      claim(at.dep === cell && back === at, "the readers are not linked up");
    }
  }
  return wrong;
}

describe("the evaluator stays in order", { timeout: 1_800_000 }, () => {
  it("whatever the equations do", () => {
    const run = (
      start: readonly (readonly Act[])[],
      steps: readonly object[],
      maxDepth: number,
    ): void => {
      const get = (attribute: never, node: unknown): unknown =>
        read(engine, attribute, node, undefined);
      const engine = createEngine({ get } as Context, maxDepth, String);
      const set = (kind: Kind, node: number, value: readonly Act[]): void =>
        setInput(slotOf(engine, acts[kind]), node, { is: "pending", set: true, value });
      start.forEach((value, i) => {
        set(i % 2 === 0 ? "plain" : "circular", i >> 1, value);
      });
      for (const one of steps as (
        | { edit: Kind; node: number; acts: readonly Act[] }
        | { ask: Kind; node: number }
      )[]) {
        if ("edit" in one) set(one.edit, one.node, one.acts);
        else {
          try {
            read(engine, one.ask === "plain" ? plain : live, one.node, undefined);
          } catch (error) {
            expect(error).toBeInstanceOf(ScopeError);
          }
        }
        expect(disorder(engine)).toEqual([]);
      }
    };
    const starts = fc.array(script, { minLength: 2 * SIZE, maxLength: 2 * SIZE });
    fc.assert(
      fc.property(starts, fc.array(step, { maxLength: 14 }), fc.constantFrom(1, 2, 3, 200), run),
      {
        numRuns: process.env.SLOW === "1" ? 700_000 : 1_500,
      },
    );
  });
});
