import { type Prepared, prepare } from "../engine/engine.ts";
import { DeriveError, type DeriveIssue } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { Rule } from "../language/rule.ts";
import { duplicateIssues, referenceIssues } from "./check-names.ts";
import { overrideIssues } from "./check-overrides.ts";
import { shapeIssues, variableIssues } from "./check-rule.ts";
import { nothingLearned } from "./learned.ts";
import { type LinkResult, link } from "./link.ts";
import type { ProgramOptions, ProgramSource } from "./program-source.ts";
import { isRecord } from "./shape.ts";
import { computedStrata, type Stratum } from "./strata.ts";

const PREPARED: unique symbol = Symbol("gen-derive.prepared");

/** Rules that were checked and ordered. Made by {@link program}; it never changes. */
export interface Program {
  readonly rules: readonly Rule[];
  readonly options: ProgramOptions;
  /** What is evaluated together, in an order of evaluation. */
  readonly strata: readonly Stratum[];
  readonly [PREPARED]: Prepared;
}

function optionIssues({ strata, limits }: ProgramOptions): DeriveIssue[] {
  const issues: DeriveIssue[] = [];
  const bad = (message: string, remedy: string): void => {
    issues.push({ code: "bad-option", message, remedy, rules: [] });
  };
  for (const name of new Set(strata?.filter((one, at) => strata.indexOf(one) !== at))) {
    bad(`The stratum ${show(name)} is declared twice.`, "List each stratum once.");
  }
  for (const name of ["freshValues", "outputs"] as const) {
    const limit = limits?.[name];
    if (limit !== undefined && !(limit >= 0)) {
      bad(`limits.${name} is ${show(limit)}.`, "Use a number that is not negative.");
    }
  }
  return issues;
}

function checked(source: ProgramSource): LinkResult {
  const { rules, options } = source;
  const shapes = rules.flatMap(shapeIssues);
  // Rules that are no rules cannot be looked at any further.
  if (shapes.length > 0) return { ok: false, issues: shapes };
  const issues = [
    ...optionIssues(options),
    ...duplicateIssues(rules),
    ...referenceIssues(rules, options.strata ?? []),
    ...overrideIssues(rules),
    ...rules.flatMap(variableIssues),
  ];
  if (issues.length > 0) return { ok: false, issues };
  try {
    return link(source, nothingLearned());
  } catch (error) {
    // A constant that is no value.
    if (error instanceof DeriveError) return { ok: false, issues: error.issues };
    throw error;
  }
}

/** Everything that is wrong with rules; empty when {@link program} would accept them. */
export function checkProgram(rules: readonly Rule[], options: ProgramOptions = {}): DeriveIssue[] {
  const result = checked({ rules, options });
  return result.ok ? [] : [...result.issues];
}

/** A copy that later changes of the lists of a rule do not reach. */
function copyOf(rule: Rule): Rule {
  if (!isRecord(rule)) return rule;
  // Rules may be objects of classes: their methods stay where they are.
  const copy: Record<string, unknown> = Object.assign(
    Object.create(Object.getPrototypeOf(rule) as object | null),
    rule,
  );
  for (const [part, value] of Object.entries(copy))
    if (Array.isArray(value)) copy[part] = [...value];
  return copy as unknown as Rule;
}

/**
 * Checks rules and orders them into strata: O(size of the rules). The order in which rules,
 * conditions and heads are declared means nothing.
 *
 * @throws DeriveError with all issues: `bad-rule`, `duplicate-rule`, `unbound-variable`, `arity`,
 * `relation-conflict`, `unknown-relation`, `unknown-rule`, `unknown-stratum`, `override-cycle`,
 * `override-subject`, `negative-cycle`, `stratum-order`, `bad-value`, `bad-option`.
 */
export function program(rules: readonly Rule[], options: ProgramOptions = {}): Program {
  const source = { rules: Array.isArray(rules) ? rules.map(copyOf) : rules, options };
  const result = checked(source);
  if (!result.ok) throw new DeriveError(result.issues as [DeriveIssue, ...DeriveIssue[]]);
  const prepared = prepare(result.linked);
  return Object.freeze({
    ...source,
    strata: computedStrata(result.linked),
    [PREPARED]: prepared,
  });
}

/** The linked form of a program. */
export function preparedOf(made: Program): Prepared {
  if (isRecord(made) && PREPARED in made) return made[PREPARED];
  const message = "This is no program.";
  const remedy = "Pass what `program` made of the rules.";
  throw new DeriveError([{ code: "bad-option", message, remedy, rules: [] }]);
}
