import type { View } from "gen-select";
import type { Fact, Result } from "../../src/index.ts";
import { SELECTED } from "./programs.ts";
import { keyOf } from "./solve.ts";

/** The nodes "0" … "3" and their tags. */
export const view: View = {
  nodes: () => ["0", "1", "2", "3"],
  kind: () => "thing",
  name: (id) => id,
  tags: (id) => Object.keys(SELECTED).filter((tag) => SELECTED[tag]?.includes(id)),
  attr: () => undefined,
  parent: () => undefined,
  children: () => [],
};

export const selects = (selector: unknown): readonly string[] =>
  SELECTED[(selector as { tag: string }).tag] ?? [];

/** What the oracle says too, in its form. */
export function observe(result: Result): { facts: string[]; actions: string[]; stopped: string[] } {
  const actions = result.actions.map(({ kind, data, rule, subject }) =>
    JSON.stringify([kind, data, rule, JSON.stringify(subject)]),
  );
  const stopped = result.suppressed
    .filter(({ fact, action }) => fact === undefined && action === undefined)
    .map(({ rule, subject }) => JSON.stringify([rule, JSON.stringify(subject)]));
  return {
    facts: result
      .facts()
      .map((fact: Fact) => keyOf(fact))
      .sort(),
    actions: [...new Set(actions)].sort(),
    stopped: [...new Set(stopped)].sort(),
  };
}

/** Everything that a result says, as data. */
export function everything(result: Result): unknown {
  const { actions, findings, suppressed, inert, conflicts } = result;
  return { facts: result.facts(), actions, findings, suppressed, inert, conflicts };
}
