import type { AtomCode, ClauseCode, NotCode, PatternCode, RuleCode } from "./linked.ts";
import type { Plan, ScanStep } from "./plan.ts";
import { planConditions, scanStep } from "./plan-conditions.ts";

/** The slots of the head of a clause. */
function headSlots(clause: ClauseCode): Set<number> {
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
