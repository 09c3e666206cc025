import type { Selector } from "gen-select";
import type { Interner } from "../data/interner.ts";
import type { Aggregate, Compute, Condition, Inner, Test } from "../language/condition.ts";
import type { ActionHead, FindingHead, SuppressAction } from "../language/head.ts";
import type { Rule } from "../language/rule.ts";

/**
 * What a relation holds. `match`: the bindings for which the conditions of a rule hold. `fire`:
 * those for which it was neither overridden nor suppressed. `candidates`: what rules of different
 * priorities propose for a keyed relation. `suppress`: whom rules keep from firing.
 */
export type Role = "user" | "select" | "match" | "fire" | "candidates" | "suppress";

/** A relation of a linked program, public or internal, known by its number. */
export interface RelationCode {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** How many columns; -1 while nothing has said so. */
  arity: number;
  key: number;
  writers: "agree" | "one";
  /** The relation that takes the proposals of rules; -1 when they write this one directly. */
  candidates: number;
  /** For `match`, `fire` and `suppress`: the rule. */
  readonly rule?: string;
  /** For `select`. */
  readonly selector?: Selector;
}

/** A term: a variable's slot when not negative, otherwise `~` the number of a constant. */
export type TermCode = number;

/** A pattern over a relation. */
export interface AtomCode {
  readonly relation: number;
  readonly terms: readonly TermCode[];
}

interface Code {
  /** Slots that must have a value first. */
  readonly needs: readonly number[];
  /** What the rule says, for explanations; absent for conditions that the linker added. */
  readonly source?: Condition | Inner;
}

export interface PatternCode extends Code, AtomCode {
  readonly op: "pattern";
}

export interface NotCode extends Code {
  readonly op: "not";
  readonly body: readonly ConditionCode[];
  /** For negations that the linker added: what the reader should know instead. */
  readonly guard?: { readonly by: "override"; readonly rule: string } | { readonly by: "suppress" };
}

export interface TestCode extends Code {
  readonly op: "test";
  readonly slots: readonly number[];
  readonly run: Test["test"];
  readonly label: string;
}

export interface ComputeCode extends Code {
  readonly op: "compute";
  readonly slots: readonly number[];
  readonly into: number;
  readonly run: Compute["compute"];
  readonly label: string;
}

export interface AggregateCode extends Code {
  readonly op: "aggregate";
  readonly kind: Aggregate["aggregate"];
  readonly into: number;
  readonly of: TermCode | undefined;
  readonly body: readonly ConditionCode[];
}

/** A condition of a clause. */
export type ConditionCode = PatternCode | NotCode | TestCode | ComputeCode | AggregateCode;

/** A rule and where its bindings are kept. */
export interface RuleCode {
  readonly index: number;
  readonly name: string;
  readonly rule: Rule;
  readonly priority: number;
  /** Variables of the `match` and `fire` relations; the first `subject` of them are its subject. */
  readonly columns: readonly string[];
  readonly subject: number;
  /** -1 when nothing needs its bindings. */
  readonly match: number;
  /** Equal to `match` when nothing can override or suppress it. */
  readonly fire: number;
  readonly overriders: readonly string[];
  /** Its clauses; all share the slots of the rule. */
  readonly clauses: ClauseCode[];
  /** Everything that must hold for it to fire: its conditions, then what may stop it. */
  readonly conditions: ConditionCode[];
  /** Names of the slots; none for wildcards. */
  slots: readonly (string | undefined)[];
  /** The variables that have one value in a firing; others only mean "any" inside a condition. */
  readonly bound: ReadonlySet<string>;
  readonly actions: readonly ActionHead[];
  readonly findings: readonly FindingHead[];
  readonly suppressions: readonly SuppressAction[];
}

/** A Horn clause with negation: the form that everything is evaluated in. */
export interface ClauseCode {
  readonly id: number;
  readonly rule: RuleCode;
  readonly head: AtomCode;
  readonly conditions: readonly ConditionCode[];
  /** Names of the slots; none for wildcards. */
  readonly slots: readonly (string | undefined)[];
  /** Whether it may make values that did not exist. */
  readonly generating: boolean;
  /** Whether it holds negations of several patterns or aggregates. */
  readonly complex: boolean;
}

/** A part of a program that is not clauses: a function rule, or the choice among candidates. */
export type UnitCode = FunctionUnit | RankUnit;

export interface FunctionUnit {
  readonly kind: "function";
  readonly id: number;
  readonly rule: RuleCode;
  readonly input: number;
  readonly declared: Declarations;
}

/** What a function rule declares, by name of relation; undefined: nothing, it is found out. */
export interface Declarations {
  readonly reads: ReadonlySet<string> | undefined;
  readonly absent: ReadonlySet<string>;
  readonly derives: ReadonlySet<string> | undefined;
}

export interface RankUnit {
  readonly kind: "rank";
  readonly id: number;
  readonly input: number;
  readonly output: number;
  readonly rule?: undefined;
}

/** A dependency between nodes of the program's graph: relations (by number) and units (by `~id`). */
export interface Dependency {
  readonly from: number;
  readonly to: number;
  readonly negative: boolean;
  readonly rule: string | undefined;
}

/** Relations and units that depend on each other, and are evaluated together. */
export interface Component {
  readonly relations: readonly number[];
  readonly units: readonly UnitCode[];
  /** The clauses whose heads are here. */
  readonly clauses: readonly ClauseCode[];
  readonly recursive: boolean;
  /** The named stratum it belongs to at the earliest. */
  readonly level: number;
}

/** A program ready to run. Read-only: every evaluation has tables and values of its own. */
export interface Linked {
  readonly relations: readonly RelationCode[];
  readonly byName: ReadonlyMap<string, number>;
  readonly rules: readonly RuleCode[];
  readonly clauses: readonly ClauseCode[];
  readonly units: readonly UnitCode[];
  readonly dependencies: readonly Dependency[];
  /** In an order in which every component comes after all it depends on. */
  readonly levels: readonly (readonly Component[])[];
  /** The constants of the rules. */
  readonly constants: Interner;
  readonly freshValues: number | undefined;
  readonly outputs: number;
  /** The declared relations, when there may be no others. */
  readonly closed: readonly string[] | undefined;
}
