import type { Selector } from "gen-select";
import type { Condition } from "../language/condition.ts";
import type { Severity } from "../language/head.ts";
import type { Variable } from "../language/term.ts";

/** What all constraints have. A constraint is a rule whose head is a finding. */
export interface Constraint {
  /** The name of the rule, unique in its program. */
  readonly name: string;
  /** Nodes that it is about: binds the variable `node`. */
  readonly at?: Selector | string;
  /** What it is about: one finding for each binding that breaks it. */
  readonly when?: readonly Condition[];
  /** The code of its findings. @default the name of the kind of constraint */
  readonly code?: string;
  /** @default "error" */
  readonly severity?: Severity;
  /** `{name}` stands for the value of a variable. */
  readonly message?: string;
  readonly remedy?: string;
  readonly subject?: readonly Variable<unknown>[];
  readonly overrides?: readonly string[];
  readonly stratum?: string;
  readonly origin?: string;
  readonly description?: string;
}

/** The parts of a constraint that its rule has too. */
export function ruleParts(constraint: Constraint): Omit<Constraint, "code" | "message" | "when"> {
  const { code, severity, message, remedy, when, ...parts } = constraint;
  void [code, severity, message, remedy, when];
  return parts;
}

/** The options of its finding. */
export function findingParts({ severity, remedy }: Constraint): {
  severity?: Severity;
  remedy?: string;
} {
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}
