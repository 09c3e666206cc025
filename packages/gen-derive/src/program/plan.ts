import type {
  AggregateCode,
  AtomCode,
  ClauseCode,
  ComputeCode,
  ConditionCode,
  NotCode,
  PatternCode,
  RuleCode,
  TermCode,
  TestCode,
} from "./linked.ts";

/** Walks the rows of a relation that agree with what is known, and binds the rest. */
export interface ScanStep {
  readonly op: "scan";
  readonly condition: number;
  readonly relation: number;
  readonly arity: number;
  /** Columns whose value is known before, and the terms it comes from. */
  readonly known: readonly number[];
  /** Names the index on these columns. */
  readonly index: string;
  readonly terms: readonly TermCode[];
  /** Pairs column, slot: what a row binds. */
  readonly binds: readonly number[];
  /** Pairs column, slot: a variable that the same pattern bound further left. */
  readonly repeats: readonly number[];
}

export interface NotStep {
  readonly op: "not";
  readonly condition: number;
  readonly code: NotCode;
  readonly plan: Plan;
}

export interface TestStep {
  readonly op: "test";
  readonly condition: number;
  readonly code: TestCode;
}

export interface ComputeStep {
  readonly op: "compute";
  readonly condition: number;
  readonly code: ComputeCode;
  /** Whether `into` has a value already, which must then be equal. */
  readonly bound: boolean;
}

export interface AggregateStep {
  readonly op: "aggregate";
  readonly condition: number;
  readonly code: AggregateCode;
  readonly plan: Plan;
  readonly bound: boolean;
}

export type Step = ScanStep | NotStep | TestStep | ComputeStep | AggregateStep;

/** The conditions of a clause in an order in which they can be evaluated. */
export interface Plan {
  readonly steps: readonly Step[];
  /** The conditions that cannot be evaluated with what is bound. */
  readonly open: readonly number[];
  /** Every slot with a value at the end. */
  readonly bound: ReadonlySet<number>;
}

/** How a clause is entered. */
export interface Entry {
  /** The condition that comes first, with its rows handed in or found; -1 for none. */
  readonly first: number;
  /** Slots that have a value before. */
  readonly bound: ReadonlySet<number>;
  /** Conditions to leave out. */
  readonly without?: ReadonlySet<number>;
}

function scanStep(atom: AtomCode, condition: number, bound: Set<number>): ScanStep {
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

/** The slots of the head of a clause. */
export function headSlots(clause: ClauseCode): Set<number> {
  return new Set(clause.head.terms.filter((term) => term >= 0));
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Plans, made when first asked for and kept: a plan depends on nothing but the clause and the entry,
 * so sharing them between evaluations cannot be seen.
 */
export interface Planner {
  /** From condition `first`; -1: from nothing known. */
  forward(clause: ClauseCode, first: number): Plan;
  /** From a given head. */
  backward(clause: ClauseCode): Plan;
  /** All conditions of a rule, from a head of it that is given. */
  explaining(rule: RuleCode, head: AtomCode): Plan;
  /** The patterns of a clause with nothing but their constants known. */
  probes(clause: ClauseCode): readonly ScanStep[];
  /** From the only pattern of the negation at `condition`. */
  fromNegation(clause: ClauseCode, condition: number): Plan;
}

/** Plans for the clauses of one program. */
export function createPlanner(): Planner {
  const plans = new WeakMap<ClauseCode, Map<number, Plan>>();
  const cached = (clause: ClauseCode, key: number, make: () => Plan): Plan => {
    let known = plans.get(clause);
    if (known === undefined) {
      known = new Map();
      plans.set(clause, known);
    }
    let plan = known.get(key);
    if (plan === undefined) {
      plan = make();
      known.set(key, plan);
    }
    return plan;
  };
  const probes = new WeakMap<ClauseCode, readonly ScanStep[]>();
  const explaining = new WeakMap<AtomCode, Plan>();
  return {
    explaining: (rule, head) => {
      let plan = explaining.get(head);
      if (plan === undefined) {
        const bound = new Set(head.terms.filter((term) => term >= 0));
        plan = planConditions(rule.conditions, { first: -1, bound });
        explaining.set(head, plan);
      }
      return plan;
    },
    probes: (clause) => {
      let known = probes.get(clause);
      if (known === undefined) {
        known = clause.conditions.flatMap((code, at) =>
          code.op === "pattern" ? [scanStep(code, at, new Set())] : [],
        );
        probes.set(clause, known);
      }
      return known;
    },
    forward: (clause, first) =>
      cached(clause, first, () => planConditions(clause.conditions, { first, bound: NONE })),
    backward: (clause) =>
      cached(clause, -2, () =>
        planConditions(clause.conditions, { first: -1, bound: headSlots(clause) }),
      ),
    fromNegation: (clause, condition) =>
      cached(clause, -3 - condition, () => {
        const code = clause.conditions[condition] as NotCode;
        const inner = code.body[0] as PatternCode;
        const bound = new Set(inner.terms.filter((term) => code.needs.includes(term)));
        return planConditions(clause.conditions, { first: -1, bound });
      }),
  };
}
