import type { Term, Terms } from "./terms.ts";

/** Stands for “every label that the expression does not name”. */
export const OTHER: unique symbol = Symbol("other label");

/** `label` is one concrete label, or {@link OTHER}. */
export type LabelClass = string | typeof OTHER;

/**
 * The derivative of a term by one label class: the paths `w` such that `label w` is in the term
 * (Brzozowski 1964, definition 3.1). Memoised; explicit stack, so any nesting depth is fine.
 */
export function createDerive(terms: Terms): (term: Term, by: LabelClass) => Term {
  const memo = new Map<LabelClass, Map<Term, Term>>();
  const branches = new Map<Term, Branches>();
  /** The parts whose derivatives the derivative of `term` is made of; all others have none. */
  const needed = (term: Term, by: LabelClass): readonly Term[] => {
    if (term.kind !== "alt") return neededOf(term);
    let known = branches.get(term);
    if (known === undefined) {
      known = branchesOf(term);
      branches.set(term, known);
    }
    const named = by === OTHER ? undefined : known.byLabel.get(by);
    return named === undefined ? known.others : [...known.others, ...named];
  };
  return (start, by) => {
    let known = memo.get(by);
    if (known === undefined) {
      known = new Map();
      memo.set(by, known);
    }
    const todo: Term[] = [start];
    for (let term = todo[todo.length - 1]; term !== undefined; term = todo[todo.length - 1]) {
      if (!known.has(term)) {
        const needs = needed(term, by);
        let ready = true;
        for (const need of needs) {
          if (!known.has(need)) {
            todo.push(need);
            ready = false;
          }
        }
        if (!ready) continue;
        known.set(term, step(terms, term, by, needs, known));
      }
      todo.pop();
    }
    return known.get(start) as Term;
  };
}

/** The alternatives of a term: those that begin with one named label, by that label, and the others. */
interface Branches {
  readonly byLabel: ReadonlyMap<string, readonly Term[]>;
  readonly others: readonly Term[];
}

/** So that an expression that names n labels costs n derivatives of one alternative, not of n each. */
function branchesOf(alt: Term): Branches {
  const byLabel = new Map<string, Term[]>();
  const others: Term[] = [];
  for (const part of alt.parts) {
    const head = part.kind === "seq" ? (part.parts[0] as Term) : part;
    if (head.kind !== "label") others.push(part);
    else {
      const row = byLabel.get(head.label);
      if (row === undefined) byLabel.set(head.label, [part]);
      else row.push(part);
    }
  }
  return { byLabel, others };
}

/** The parts that the derivatives of `term` depend on. */
function neededOf(term: Term): readonly Term[] {
  if (term.kind !== "seq") return term.parts;
  const first = term.parts[0] as Term;
  return first.nullable ? term.parts : [first];
}

function step(
  terms: Terms,
  term: Term,
  by: LabelClass,
  parts: readonly Term[],
  known: ReadonlyMap<Term, Term>,
): Term {
  const at = (part: Term): Term => known.get(part) as Term;
  const first = term.parts[0] as Term;
  switch (term.kind) {
    case "none":
    case "unit":
      return terms.none;
    case "any":
      return terms.unit;
    case "label":
      return term.label === by ? terms.unit : terms.none;
    case "seq": {
      const rest = term.parts[1] as Term;
      const through = terms.seq(at(first), rest);
      return first.nullable ? terms.alt([through, at(rest)]) : through;
    }
    case "alt":
      return terms.alt(parts.map(at));
    case "both":
      return terms.both(term.parts.map(at));
    case "star":
      return terms.seq(at(first), term);
    case "not":
      return terms.not(at(first));
  }
}

/**
 * The labels that `term` may treat differently from {@link OTHER} in its first step: the derivative
 * classes of Owens et al. §4.2, as “these labels, each alone, and all the rest”.
 */
export function firstLabels(term: Term): Set<string> {
  const labels = new Set<string>();
  const seen = new Set<Term>([term]);
  const todo: Term[] = [term];
  for (let current = todo.pop(); current !== undefined; current = todo.pop()) {
    if (current.kind === "label") labels.add(current.label);
    for (const part of neededOf(current)) {
      if (!seen.has(part)) {
        seen.add(part);
        todo.push(part);
      }
    }
  }
  return labels;
}
