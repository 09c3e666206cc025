import { type GraphIssue, refuse } from "../error/graph-error.ts";
import { nearest } from "../error/nearest.ts";
import { bound } from "../walk/bound.ts";
import { buildTable, DEAD } from "./build-table.ts";
import type { LabelExpr } from "./label-expr.ts";
import { labelsOf } from "./labels-of.ts";
import { minimise } from "./minimise.ts";
import { parseLabels } from "./parse-labels.ts";
import { printLabels } from "./print-labels.ts";
import { createTerms } from "./terms.ts";
import { toTerm } from "./to-term.ts";

/** A deterministic automaton over labels. States are small integers; {@link DEAD} (-1) is the end of hope. */
export interface LabelAutomaton {
  readonly kind: "label-automaton";
  /** The expression, in the syntax of `parseLabels`. */
  readonly source: string;
  /** The initial state; {@link DEAD} when no path at all is accepted. */
  readonly start: number;
  /** How many live states there are: `0 … size - 1`. From each one an accepting state can be reached. */
  readonly size: number;
  /** The labels that matter: those declared, else those named in the expression, in code-unit order. */
  readonly alphabet: readonly string[];
  /** No path is accepted, whatever the graph: a search need not begin. */
  readonly isEmpty: boolean;
  /** The state after one more edge; {@link DEAD} when no continuation is accepted: prune here. */
  step(state: number, label: string): number;
  /** Is a path that ends in this state accepted? */
  accepts(state: number): boolean;
  /** The labels that lead on from a state; `others`: labels outside of `alphabet` lead on as well. */
  next(state: number): { readonly labels: readonly string[]; readonly others: boolean };
  /** Is there any such label? If not, a node reached in this state need not be asked for edges. */
  leadsOn(state: number): boolean;
  /** Is this whole word accepted? */
  matches(word: Iterable<string>): boolean;
}

/** Settings of {@link compileLabels}. */
export interface CompileLabelsOptions {
  /** The only labels there are. Others in the expression are refused; `_` means one of these. */
  readonly alphabet?: Iterable<string> | undefined;
  /** @default 10000 */
  readonly maxStates?: number | undefined;
}

/**
 * Compiles a label expression (text, or built with `label`, `seqLabels`, …) to an automaton: every
 * state is a derivative of the expression (Brzozowski 1964) under the normal form of Owens, Reppy &
 * Turon (2009); dead states are cut, small automata are minimised.
 *
 * @example
 * const follow = compileLabels("P* I?");
 * follow.accepts(follow.step(follow.step(follow.start, "P"), "I")); // true
 *
 * @throws GraphError `labels-syntax`; `labels-unknown` naming all labels outside of
 * `options.alphabet`; `labels-too-large` beyond `maxStates`; `bound-invalid`.
 */
export function compileLabels(
  expr: string | LabelExpr,
  options: CompileLabelsOptions = {},
): LabelAutomaton {
  const maxStates = bound("maxStates", options.maxStates, 10_000);
  const parsed = typeof expr === "string" ? parseLabels(expr) : expr;
  let text = typeof expr === "string" ? expr : undefined;
  /** Written when asked for: shared parts may make it far longer than the expression. */
  const source = (): string => {
    text ??= printLabels(parsed);
    return text;
  };
  const named = labelsOf(parsed);
  const closed = options.alphabet !== undefined;
  const alphabet = [...new Set(options.alphabet ?? named)].sort();
  const allowed = new Set(alphabet);
  refuse(
    named.filter((name) => !allowed.has(name)).map((name) => unknownLabel(name, source(), allowed)),
  );

  const terms = createTerms();
  const table = buildTable(terms, toTerm(terms, parsed), alphabet, closed, maxStates);
  const rows = minimise(table, alphabet);

  const step = (state: number, name: string): number => {
    const row = rows[state];
    if (row === undefined) return DEAD;
    const target = row.on.get(name);
    if (target !== undefined) return target;
    return closed && !allowed.has(name) ? DEAD : row.otherwise;
  };
  const accepts = (state: number): boolean => rows[state]?.accepts === true;
  const onward = rows.map(
    (row) => row.otherwise !== DEAD || [...row.on.values()].some((target) => target !== DEAD),
  );
  const start = rows.length === 0 ? DEAD : 0;
  return Object.freeze({
    kind: "label-automaton",
    get source() {
      return source();
    },
    start,
    size: rows.length,
    alphabet: Object.freeze(alphabet),
    isEmpty: rows.length === 0,
    step,
    accepts,
    next: (state: number) => ({
      labels: alphabet.filter((name) => step(state, name) !== DEAD),
      others: !closed && (rows[state]?.otherwise ?? DEAD) !== DEAD,
    }),
    leadsOn: (state: number) => onward[state] === true,
    matches: (word: Iterable<string>) => {
      let state = start;
      for (const name of word) {
        state = step(state, name);
        if (state === DEAD) return false;
      }
      return accepts(state);
    },
  });
}

function unknownLabel(name: string, source: string, allowed: ReadonlySet<string>): GraphIssue {
  const suggestion = nearest(name, allowed);
  return {
    code: "labels-unknown",
    message: `The label ${JSON.stringify(name)} in “${source}” is not declared.`,
    remedy: `Declared labels: ${[...allowed].map((one) => JSON.stringify(one)).join(", ") || "none"}.`,
    culprits: [name],
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
