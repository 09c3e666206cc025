import type { Engine } from "../engine/engine.ts";
import { factOf } from "../engine/facts.ts";
import type { RuleCode } from "../program/linked.ts";
import type { Derivation, Support } from "./derivation.ts";
import { derivationFrom, type Step } from "./step.ts";
import { createSteps } from "./steps.ts";

/** Explains rows of one state of an engine. */
export interface Explainer {
  /** Why a row of a user's relation holds. */
  row(relation: number, row: number): Derivation;
  /** Why a rule fired for a row of its `fire` relation; `of` is what it concluded. */
  firing(rule: RuleCode, row: number, of: Derivation["of"]): Derivation;
}

/** What is still to be explained, and where its supports go. */
interface Task {
  readonly step: Step;
  readonly into: Support[];
}

/** An explainer. What it explained once it keeps. */
export function createExplainer(engine: Engine): Explainer {
  const steps = createSteps(engine);
  const made = new Map<string, Derivation & { because: Support[] }>();

  /** Explains everything reachable, with a list of what is still open instead of recursion. */
  const explain = (open: Task[]): void => {
    for (let task = open.pop(); task !== undefined; task = open.pop()) {
      for (const part of task.step.parts) {
        if (part.kind !== "row") {
          task.into.push(part);
          continue;
        }
        const key = `${part.relation} ${part.row}`;
        let derivation = made.get(key);
        if (derivation === undefined) {
          const step = steps.ofRow(part.relation, part.row);
          derivation = derivationFrom(factOf(engine, part.relation, part.row), step);
          made.set(key, derivation);
          open.push({ step, into: derivation.because });
        }
        task.into.push({ kind: "fact", derivation });
      }
    }
  };

  return {
    row: (relation, row) => {
      const into: Support[] = [];
      const step: Step = { rule: undefined, bindings: {}, parts: [{ kind: "row", relation, row }] };
      explain([{ step, into }]);
      return (into[0] as Extract<Support, { kind: "fact" }>).derivation;
    },
    firing: (rule, row, of) => {
      const step = steps.ofFiring(rule, row);
      const derivation = derivationFrom(of, step);
      explain([{ step, into: derivation.because }]);
      return derivation;
    },
  };
}
