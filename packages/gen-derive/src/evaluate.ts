import type { SelectIndex, View } from "gen-select";
import { nodesOf } from "./engine/nodes.ts";
import { settle } from "./engine/run.ts";
import { refuse } from "./error/derive-error.ts";
import type { Atom, Fact } from "./language/relation.ts";
import { type Program, preparedOf } from "./program/program.ts";
import { createResult } from "./result/create-result.ts";
import type { Result } from "./result/result.ts";

/** What a program is evaluated over. */
export interface Input {
  readonly facts?: Iterable<Fact | Atom>;
  /** What selectors look at: a view or an index of gen-select. */
  readonly nodes?: View | SelectIndex;
  /**
   * What happens when a key has several values: an error that names all of them, or all values hold
   * and `result.conflicts` names them.
   * @default "throw"
   */
  readonly onConflict?: "throw" | "report";
}

/**
 * Evaluates a program: the facts that follow, what is to be done, what is wrong, and why.
 *
 * @throws DeriveError `bad-fact`, `bad-value`, `arity`, `key-conflict`, `no-nodes`,
 * `selector-failed`, `fresh-values`; for function rules also `negative-cycle`, `not-monotone`,
 * `rule-threw`, `bad-output`, `undeclared-read`, `undeclared-write`.
 */
export function evaluate(program: Program, input: Input = {}): Result {
  const nodes = input.nodes === undefined ? undefined : nodesOf(input.nodes);
  const facts = [...(input.facts ?? [])];
  const prepared = preparedOf(program);
  const source = { rules: program.rules, options: program.options };
  const engine = settle({ source, prepared, facts, nodes });
  const result = createResult({ engine, nodes, current: () => true });
  if (input.onConflict !== "report") refuse(result.conflicts);
  return result;
}
