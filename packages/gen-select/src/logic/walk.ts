import type { LabelAutomaton } from "gen-graph";
import { blank, type Draft } from "./draft.ts";

/** A shortest accepted word of at least one label. */
export function shortestWord(labels: LabelAutomaton): string[] {
  const fresh = (known: readonly string[]): string => {
    let name = "edge";
    while (known.includes(name)) name += "'";
    return name;
  };
  const seen = new Set<number>();
  const todo: { state: number; word: string[] }[] = [{ state: labels.start, word: [] }];
  for (let i = 0; i < todo.length; i++) {
    const { state, word } = todo[i] as { state: number; word: string[] };
    if (word.length > 0 && labels.accepts(state)) return word;
    const { labels: onward, others } = labels.next(state);
    for (const label of others ? [...onward, fresh(labels.alphabet)] : onward) {
      const next = labels.step(state, label);
      if (seen.has(next)) continue;
      seen.add(next);
      todo.push({ state: next, word: [...word, label] });
    }
  }
  return [];
}

/** Edges with these labels from one draft to another, over blank ones. */
export function walkTo(start: Draft, word: readonly string[], end: Draft): void {
  let at = start;
  word.forEach((label, i) => {
    const to = i === word.length - 1 ? end : blank();
    at.edges.push({ label, to });
    at = to;
  });
}
