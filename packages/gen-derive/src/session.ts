import type { SelectIndex, View } from "gen-select";
import { canonical } from "./data/canonical.ts";
import type { Engine } from "./engine/engine.ts";
import { type Nodes, nodesOf } from "./engine/nodes.ts";
import { type Changed, type Edit, settle, update } from "./engine/run.ts";
import { DeriveError, refuse } from "./error/derive-error.ts";
import type { Input } from "./evaluate.ts";
import type { Atom, Fact } from "./language/relation.ts";
import { constant } from "./language/term.ts";
import { type Program, preparedOf } from "./program/program.ts";
import { conflictsOf } from "./result/conflicts.ts";
import { createResult } from "./result/create-result.ts";
import type { Result } from "./result/result.ts";

/** What changes at once. */
export interface Change {
  readonly assert?: Iterable<Fact | Atom>;
  readonly retract?: Iterable<Fact | Atom>;
  /** The nodes, when their data changed: all selectors are asked again. An index must be up to date. */
  readonly nodes?: View | SelectIndex;
  /** Nodes at which function rules run again, because something that they do not read changed. */
  readonly rerun?: Iterable<string>;
}

/**
 * A program with facts that come and go. After every change the result is the one that evaluating
 * the current facts from nothing would give. A change that is refused changes nothing.
 */
export interface Session {
  /** Adds given facts. */
  assert(...facts: readonly (Fact | Atom)[]): Result;
  /** Takes given facts back; what rules derive stays as long as they do. */
  retract(...facts: readonly (Fact | Atom)[]): Result;
  /** Several changes at once: retractions first. */
  update(change: Change): Result;
  readonly result: Result;
}

/** The identity of a fact. */
function keyOf({ relation, args }: Fact | Atom): string {
  const form = canonical([relation, ...args.map(constant)]);
  return "key" in form ? form.key : "";
}

/** An assertion or retraction that was carried out on the list of given facts. */
interface Undo {
  readonly key: string;
  readonly fact: Fact | Atom | undefined;
}

/**
 * Opens a session: evaluates once, then keeps the result up to date.
 * @throws DeriveError as {@link evaluate}; the same from every change
 */
export function session(program: Program, input: Input = {}): Session {
  const source = { rules: program.rules, options: program.options };
  const prepared = preparedOf(program);
  const report = input.onConflict === "report";
  const given = [...(input.facts ?? [])];
  let nodes = input.nodes === undefined ? undefined : nodesOf(input.nodes);
  const start = (facts: readonly (Fact | Atom)[], over: Nodes | undefined): Engine =>
    settle({ source, prepared, facts, nodes: over });
  // Undefined after a change that was refused: the state before it is evaluated when needed.
  let settled: Engine | undefined = start(given, nodes);
  const facts = new Map(given.map((fact) => [keyOf(fact), fact]));
  let result: Result | undefined;
  let version = 0;

  const current = (): Engine => {
    settled ??= start([...facts.values()], nodes);
    return settled;
  };
  const view = (): Result => {
    if (result !== undefined) return result;
    const own = version;
    result = createResult({ engine: current(), nodes, current: () => version === own });
    return result;
  };
  if (!report) refuse(view().conflicts);

  const edit = (change: Change): Undo[] => {
    const undo: Undo[] = [];
    const put = (key: string, fact: Fact | Atom | undefined): void => {
      undo.push({ key, fact: facts.get(key) });
      if (fact === undefined) facts.delete(key);
      else facts.set(key, fact);
    };
    for (const fact of change.retract ?? []) put(keyOf(fact), undefined);
    for (const fact of change.assert ?? []) put(keyOf(fact), fact);
    return undo;
  };

  const apply = (change: Change, over: Nodes | undefined): void => {
    const engine = current();
    const touched = change.rerun === undefined ? undefined : new Set(change.rerun);
    const step = {
      asserted: change.assert ?? [],
      retracted: change.retract ?? [],
      nodes: change.nodes === undefined ? undefined : over,
      touched,
    };

    const anew = writesUndeclared(engine) || (version % OFTEN === 0 && isWasteful(engine));
    const done = anew ? undefined : tryUpdate(engine, step);
    if (done === undefined) {
      settled = start([...facts.values()], over);
      if (!report) refuse(conflictsOf(settled));
      return;
    }
    if (!report) refuse(conflictsOf(engine, done));
  };

  const change = (wanted: Change): Result => {
    const once = {
      ...wanted,
      assert: [...(wanted.assert ?? [])],
      retract: [...(wanted.retract ?? [])],
    };
    const over = once.nodes === undefined ? nodes : nodesOf(once.nodes);
    // Brings back the state before a refused change, outside of what undoes this one.
    current();
    const undo = edit(once);
    version++;
    result = undefined;
    try {
      apply(once, over);
    } catch (error) {
      for (const { key, fact } of undo.reverse()) {
        if (fact === undefined) facts.delete(key);
        else facts.set(key, fact);
      }
      settled = undefined;
      throw error;
    }
    nodes = over;
    return view();
  };

  return {
    assert: (...added) => change({ assert: added }),
    retract: (...removed) => change({ retract: removed }),
    update: change,
    get result() {
      return view();
    },
  };
}

/**
 * Updates an engine; undefined when it has to be built anew: also when it refuses, as that may be
 * for what functions did in an earlier state.
 */
function tryUpdate(engine: Engine, step: Edit): Changed | undefined {
  try {
    return update(engine, step);
  } catch (error) {
    if (error instanceof DeriveError) return undefined;
    throw error;
  }
}

/**
 * Whether some function writes what it did not declare. What it might write in other states is then
 * unknown, and only evaluation from nothing looks for it in the right order.
 */
function writesUndeclared({ learned }: Engine): boolean {
  return learned.writes.size > 0 || learned.suppresses.size > 0;
}

/** How many times more dead rows than live ones are kept, and from how many on that matters. */
const WASTE = 4;
const SMALL = 10_000;
/** After how many changes that is looked at. */
const OFTEN = 32;

/** Whether most of what an engine holds is dead. */
function isWasteful(engine: Engine): boolean {
  let rows = 0;
  let live = 0;
  for (const table of engine.tables) {
    rows += table?.all.length ?? 0;
    live += table?.live ?? 0;
  }
  return rows > SMALL && rows > WASTE * live;
}
