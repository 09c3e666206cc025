import { GraphError } from "../error/graph-error.ts";
import { createDerive, firstLabels, OTHER } from "./derive.ts";
import type { Term, Terms } from "./terms.ts";

/** No path through this state is ever accepted again. */
export const DEAD = -1;

/** One state: where each named label leads, and where every other label leads. */
export interface StateRow {
  readonly accepts: boolean;
  readonly on: ReadonlyMap<string, number>;
  readonly otherwise: number;
}

/**
 * All derivatives of `term`, breadth first from state 0, then without the states from which no
 * accepting one can be reached (they become {@link DEAD}). `closed`: no label exists besides those
 * of `alphabet`.
 */
export function buildTable(
  terms: Terms,
  term: Term,
  alphabet: readonly string[],
  closed: boolean,
  maxStates: number,
): StateRow[] {
  const derive = createDerive(terms);
  const ids = new Map<Term, number>([[term, 0]]);
  const states: Term[] = [term];
  const rows: { accepts: boolean; on: Map<string, number>; otherwise: number }[] = [];
  const stateOf = (next: Term): number => {
    if (next === terms.none) return DEAD;
    let id = ids.get(next);
    if (id === undefined) {
      id = states.length;
      if (id >= maxStates) throw tooLarge(maxStates);
      ids.set(next, id);
      states.push(next);
    }
    return id;
  };
  for (let i = 0; i < states.length; i++) {
    const state = states[i] as Term;
    const first = firstLabels(state);
    const on = new Map<string, number>();
    for (const name of alphabet.length <= first.size ? alphabet : [...first].sort()) {
      if (first.has(name)) on.set(name, stateOf(derive(state, name)));
    }
    const exhausted = closed && on.size === alphabet.length;
    rows.push({
      accepts: state.nullable,
      on,
      otherwise: exhausted ? DEAD : stateOf(derive(state, OTHER)),
    });
  }
  return prune(rows);
}

function tooLarge(maxStates: number): GraphError {
  return new GraphError([
    {
      code: "labels-too-large",
      message: `The label expression has more than ${maxStates} states.`,
      remedy: "Simplify it, or raise maxStates.",
      culprits: [],
    },
  ]);
}

/** Drops the states that cannot reach an accepting one, and renumbers the rest in order. */
function prune(rows: readonly StateRow[]): StateRow[] {
  const before: number[][] = rows.map(() => []);
  rows.forEach((row, from) => {
    for (const to of [...row.on.values(), row.otherwise]) if (to !== DEAD) before[to]?.push(from);
  });
  const live = rows.map((row) => row.accepts);
  const todo = rows.flatMap((row, i) => (row.accepts ? [i] : []));
  for (let to = todo.pop(); to !== undefined; to = todo.pop()) {
    for (const from of before[to] as number[]) {
      if (!live[from]) {
        live[from] = true;
        todo.push(from);
      }
    }
  }
  return renumber(rows, (i) => (live[i] ? i : DEAD));
}

/**
 * The rows reached from `classOf(0)` when each state stands for its class, breadth first, so the
 * numbering depends on the language alone (once `classOf` merges all equivalent states).
 */
export function renumber(
  rows: readonly StateRow[],
  classOf: (state: number) => number,
): StateRow[] {
  const ids = new Map<number, number>();
  const order: number[] = [];
  const visit = (state: number): number => {
    const name = state === DEAD ? DEAD : classOf(state);
    if (name === DEAD) return DEAD;
    let id = ids.get(name);
    if (id === undefined) {
      id = order.length;
      ids.set(name, id);
      order.push(name);
    }
    return id;
  };
  if (rows.length > 0) visit(0);
  const result: StateRow[] = [];
  for (let i = 0; i < order.length; i++) {
    const row = rows[order[i] as number] as StateRow;
    const on = new Map<string, number>();
    const names = [...row.on.keys()].sort();
    const targets = names.map((name) => visit(row.on.get(name) as number));
    const otherwise = visit(row.otherwise);
    names.forEach((name, j) => {
      if (targets[j] !== otherwise) on.set(name, targets[j] as number);
    });
    result.push({ accepts: row.accepts, on, otherwise });
  }
  return result;
}
