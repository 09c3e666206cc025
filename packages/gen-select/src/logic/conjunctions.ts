import type { Selector } from "../selector/selector.ts";
import { createKeyOf } from "./key-of.ts";
import { addLiteral, type Literals, noLiterals } from "./literals.ts";

/** How much more work may be done. */
export interface Budget {
  steps: number;
}

/** A formula that must hold, or fail. */
interface Signed {
  readonly form: Selector;
  readonly positive: boolean;
}

/** Alternatives, one of which must hold (or fail). */
interface Clause {
  readonly of: readonly Selector[];
  readonly positive: boolean;
}

interface Branch {
  readonly pending: Signed[];
  readonly chosen: Map<string, Signed>;
  clauses: Clause[];
}

/**
 * The conjunctions of literals that make a formula true, one by one: its disjunctive normal form, as
 * far as no literal contradicts another, found by splitting and unit propagation (Davis, Logemann &
 * Loveland 1962). `budget` instead of a conjunction: there are too many.
 */
export function* conjunctions(formula: Selector, budget: Budget): Generator<Literals | "budget"> {
  const keyOf = createKeyOf();
  const todo: Branch[] = [
    { pending: [{ form: formula, positive: true }], chosen: new Map(), clauses: [] },
  ];
  for (let branch = todo.pop(); branch !== undefined; branch = todo.pop()) {
    let alive = true;
    do {
      budget.steps -=
        1 + ((branch.pending.length + branch.clauses.length + branch.chosen.size) >>> 3);
      if (budget.steps < 0) {
        yield "budget";
        return;
      }
      alive = settle(branch, keyOf) && propagate(branch, keyOf);
    } while (alive && branch.pending.length > 0);
    if (!alive) continue;
    const [first, ...others] = branch.clauses;
    if (first === undefined) {
      const literals = noLiterals();
      for (const { form, positive } of branch.chosen.values()) addLiteral(literals, form, positive);
      yield literals;
      continue;
    }
    const clause = branch.clauses.reduce(
      (best, one) => (one.of.length < best.of.length ? one : best),
      first,
    );
    const rest = clause === first ? others : branch.clauses.filter((one) => one !== clause);
    for (let i = clause.of.length - 1; i >= 0; i--) {
      todo.push({
        pending: [{ form: clause.of[i] as Selector, positive: clause.positive }],
        chosen: new Map(branch.chosen),
        clauses: [...rest],
      });
    }
  }
}

/** Takes formulas apart until only literals and clauses are left; false on a contradiction. */
function settle({ pending, chosen, clauses }: Branch, keyOf: (form: Selector) => string): boolean {
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { form, positive } = next;
    switch (form.sel) {
      case "star":
        if (!positive) return false;
        break;
      case "not":
        pending.push({ form: form.of, positive: !positive });
        break;
      case "all":
      case "any":
        if ((form.sel === "all") === positive)
          for (const of of form.of) pending.push({ form: of, positive });
        else clauses.push({ of: form.of, positive });
        break;
      case "child":
      case "descendant": {
        const step: Selector = { sel: form.sel === "child" ? "parent" : "within", of: form.left };
        pending.push({ form: { sel: "all", of: [form.of, step] }, positive });
        break;
      }
      default: {
        if (form.sel === "attr" && form.op === "!=") {
          pending.push({ form: { ...form, op: "=" }, positive: !positive });
          break;
        }
        const key = keyOf(form);
        const known = chosen.get(key);
        if (known !== undefined && known.positive !== positive) return false;
        if (known !== undefined) break;
        chosen.set(key, next);
        for (const more of addLiteral(noLiterals(), form, positive))
          pending.push({ form: more, positive: true });
      }
    }
  }
  return true;
}

/** Drops what the chosen literals decide; a clause with one alternative left is no choice any more. */
function propagate(branch: Branch, keyOf: (form: Selector) => string): boolean {
  const { pending, chosen } = branch;
  const decided = (form: Selector): boolean | undefined => {
    switch (form.sel) {
      case "star":
        return true;
      case "not": {
        const inner = decided(form.of);
        return inner === undefined ? undefined : !inner;
      }
      case "all":
      case "any": {
        const zero = form.sel === "any";
        let open = false;
        for (const part of form.of) {
          const value = decided(part);
          if (value === zero) return zero;
          if (value === undefined) open = true;
        }
        return open ? undefined : !zero;
      }
      default:
        return chosen.get(keyOf(form))?.positive;
    }
  };
  const clauses: Clause[] = [];
  for (const clause of branch.clauses) {
    const left: Selector[] = [];
    let satisfied = false;
    for (const form of clause.of) {
      const value = decided(form);
      if (value === undefined) left.push(form);
      else if (value === clause.positive) satisfied = true;
    }
    if (satisfied) continue;
    const [only] = left;
    if (only === undefined) return false;
    if (left.length === 1) pending.push({ form: only, positive: clause.positive });
    else clauses.push({ of: left, positive: clause.positive });
  }
  branch.clauses = clauses;
  return true;
}
