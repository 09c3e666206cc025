import { DEAD, type LabelAutomaton } from "gen-graph";
import { END, type LabelOrder } from "./label-order.ts";

/**
 * What can be said of a policy without a graph. Both make the fast search exact on cyclic graphs
 * (see `exact.ts`); `P*`, `P* I?` and `P* I*` with `$ < I < P` have both. The first step of a path may
 * be an exception (as in `I+`) when the automaton never comes back to its start: a path does not come
 * back to its first scope either.
 */
export interface PolicyShape {
  /** Leaving steps out of a well-formed path leaves it well-formed. */
  readonly subwordClosed: boolean;
  /**
   * Whatever comes after a preferred label is preferred to every label that could have been taken
   * on the way to it or instead of it: a search never has to come back to a scope to find out.
   */
  readonly descending: boolean;
}

const MAX_STATES = 64;

/** Decides {@link PolicyShape}; large automata count as having neither, which is always safe. */
export function policyShape(automaton: LabelAutomaton, order: LabelOrder): PolicyShape {
  if (automaton.size > MAX_STATES) return { subwordClosed: false, descending: false };
  const known = new Set([...automaton.alphabet, ...order.labels]);
  known.delete(END);
  const labels = [...known, unlisted(known)];
  const states = Array.from({ length: automaton.size }, (_, i) => i);
  const next = states.map((q) => labels.map((label) => automaton.step(q, label)));
  const { start } = automaton;
  const once = next.every((row) => !row.includes(start));
  const again = states.filter((q) => !once || q !== start);
  return {
    subwordClosed: again.every((q) =>
      (next[q] as number[]).every((to) => to === DEAD || includes(automaton, next, q, to)),
    ),
    descending: isDescending(automaton, order, labels, next, again),
  };
}

/** Some label that nothing mentions: it stands for all of them. */
function unlisted(known: ReadonlySet<string>): string {
  let label = "other";
  while (known.has(label)) label += "'";
  return label;
}

/** Is every word accepted from `small` accepted from `large`? */
function includes(
  automaton: LabelAutomaton,
  next: readonly (readonly number[])[],
  large: number,
  small: number,
): boolean {
  const seen = new Set<number>();
  const todo: [number, number][] = [[large, small]];
  for (let pair = todo.pop(); pair !== undefined; pair = todo.pop()) {
    const [a, b] = pair;
    const key = a * automaton.size + b;
    if (a === b || seen.has(key)) continue;
    seen.add(key);
    if (automaton.accepts(b) && !automaton.accepts(a)) return false;
    const row = next[b] as number[];
    for (let i = 0; i < row.length; i++) {
      const to = row[i] as number;
      if (to === DEAD) continue;
      const other = next[a]?.[i] as number;
      if (other === DEAD) return false;
      todo.push([other, to]);
    }
  }
  return true;
}

function isDescending(
  automaton: LabelAutomaton,
  order: LabelOrder,
  labels: readonly string[],
  next: readonly (readonly number[])[],
  again: readonly number[],
): boolean {
  const reach = next.map((_, q) => reachable(next, q));
  for (const q of again) {
    const row = next[q] as number[];
    const live = labels.filter((_, i) => row[i] !== DEAD);
    if (automaton.accepts(q)) live.push(END);
    for (let i = 0; i < labels.length; i++) {
      const to = row[i] as number;
      const instead = live.filter((label) => order.less(labels[i] as string, label));
      if (to === DEAD || instead.length === 0) continue;
      const after = new Set<string>();
      for (const p of reach[to] as Set<number>) {
        if (automaton.accepts(p)) after.add(END);
        next[p]?.forEach((target, j) => {
          if (target !== DEAD) after.add(labels[j] as string);
        });
      }
      const before = new Set(instead);
      for (const p of again) {
        next[p]?.forEach((target, j) => {
          if (target !== DEAD && reach[target]?.has(q)) before.add(labels[j] as string);
        });
      }
      for (const low of after) for (const high of before) if (!order.less(low, high)) return false;
    }
  }
  return true;
}

function reachable(next: readonly (readonly number[])[], from: number): Set<number> {
  const seen = new Set([from]);
  for (const q of seen) for (const to of next[q] as number[]) if (to !== DEAD) seen.add(to);
  return seen;
}
