import type { AtomCode, ConditionCode } from "./linked.ts";
import type { Plan, ScanStep, Step } from "./plan.ts";

/** How a clause is entered. */
export interface Entry {
  /** The condition that comes first, with its rows handed in or found; -1 for none. */
  readonly first: number;
  /** Slots that have a value before. */
  readonly bound: ReadonlySet<number>;
  /** Conditions to leave out. */
  readonly without?: ReadonlySet<number>;
}

/** The step for a pattern; binds its variables. */
export function scanStep(atom: AtomCode, condition: number, bound: Set<number>): ScanStep {
  const known: number[] = [];
  const terms: number[] = [];
  const binds: number[] = [];
  const repeats: number[] = [];
  const own = new Set<number>();
  atom.terms.forEach((term, column) => {
    if (term < 0 || (bound.has(term) && !own.has(term))) {
      known.push(column);
      terms.push(term);
    } else if (own.has(term)) repeats.push(column, term);
    else {
      own.add(term);
      binds.push(column, term);
    }
  });
  for (const slot of own) bound.add(slot);
  const { relation } = atom;
  const arity = atom.terms.length;
  return {
    op: "scan",
    condition,
    relation,
    arity,
    known,
    index: known.join(),
    terms,
    binds,
    repeats,
  };
}

/** How much of a pattern is known: more columns first, then fewer unknown ones. */
function knownness(atom: AtomCode, bound: ReadonlySet<number>): number {
  let known = 0;
  for (const term of atom.terms) if (term < 0 || bound.has(term)) known++;
  const open = atom.terms.length - known;
  if (open === 0) return 1e6;
  return known * 1000 - open;
}

/**
 * Orders conditions: those that only check come as soon as they can, then the pattern of which most
 * is known. Greedy, as bodies are short.
 */
export function planConditions(conditions: readonly ConditionCode[], entry: Entry): Plan {
  const bound = new Set(entry.bound);
  const steps: Step[] = [];
  const open = new Set<number>();
  conditions.forEach((_, at) => {
    if (entry.without?.has(at) !== true) open.add(at);
  });
  const place = (at: number): void => {
    open.delete(at);
    steps.push(stepOf(conditions[at] as ConditionCode, at, bound));
  };
  if (entry.first >= 0) place(entry.first);
  for (;;) {
    let progress = false;
    for (const at of open) {
      const code = conditions[at] as ConditionCode;
      if (code.op === "pattern" || !code.needs.every((slot) => bound.has(slot))) continue;
      place(at);
      progress = true;
    }
    if (progress) continue;
    let best = -1;
    let score = Number.NEGATIVE_INFINITY;
    for (const at of open) {
      const code = conditions[at] as ConditionCode;
      if (code.op !== "pattern") continue;
      const own = knownness(code, bound);
      if (own > score) [best, score] = [at, own];
    }
    if (best === -1) break;
    place(best);
  }
  return { steps, open: [...open], bound };
}

function stepOf(code: ConditionCode, condition: number, bound: Set<number>): Step {
  switch (code.op) {
    case "pattern":
      return scanStep(code, condition, bound);
    case "test":
      return { op: "test", condition, code };
    case "not":
      return { op: "not", condition, code, plan: innerPlan(code.body, code.needs) };
    case "compute": {
      const known = code.into < 0 || bound.has(code.into);
      bound.add(code.into);
      return { op: "compute", condition, code, bound: known };
    }
    case "aggregate": {
      const known = code.into < 0 || bound.has(code.into);
      bound.add(code.into);
      const plan = innerPlan(code.body, code.needs);
      return { op: "aggregate", condition, code, plan, bound: known };
    }
  }
}

function innerPlan(body: readonly ConditionCode[], needs: readonly number[]): Plan {
  return planConditions(body, { first: -1, bound: new Set(needs) });
}
