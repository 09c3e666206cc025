import { type Atom, DeriveError, evaluate, program, type Result } from "gen-derive";
import { type Attribute, attribute, type Context } from "gen-scope";
import { type Finding, problem } from "../../diagnostics/finding.ts";
import type { AspectModel } from "../../model/model.ts";
import { compareNames } from "../../model/names.ts";
import type { PolicyModel } from "../../model/read-policy.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "../base.ts";
import { type Decisions, type FiredEffect, UNDECIDED } from "../policy-effects.ts";
import type { Scope } from "../scope.ts";
import { effectProblems } from "./effect-problems.ts";
import { firedOf } from "./effect-terms.ts";
import { issueFinding } from "./policy-findings.ts";
import { createPrograms } from "./policy-program.ts";
import {
  declared,
  excluded,
  type IncludesOf,
  presenceRules,
  present,
  root,
  selected,
} from "./presence-rules.ts";
import { type PolicyRun, runPolicy } from "./run-policy.ts";
import { suppressedOf } from "./suppressed.ts";

/** What decisions are declared over. */
export interface DecisionInput {
  readonly base: Base;
  /** The policies of a kind, in name order. */
  readonly policiesAt: (kind: string, ctx: Context) => readonly PolicyModel[];
  /** The aspects (by name) that the scope has before its own policies: its own roots, and those above. */
  readonly staticRoots: (id: NodeId, ctx: Context) => readonly string[];
  readonly staticExcludes: (id: NodeId, ctx: Context) => readonly string[];
  readonly matches: (policy: PolicyModel, id: NodeId, ctx: Context) => boolean;
  readonly parent: (id: NodeId, ctx: Context) => NodeId | undefined;
  /** What functions of policies see; `hasAspect` answers for the scope itself. */
  readonly scope: (
    id: NodeId,
    ctx: Context,
    hasAspect: (aspect: string) => boolean,
    peers: PolicyModel["peers"],
  ) => Scope;
  readonly includesOf: (id: NodeId, ctx: Context) => IncludesOf;
  readonly aspectName: (reference: unknown, ctx: Context) => string | undefined;
}

/** What the policies of each scope decide. */
export interface DecisionAttributes {
  readonly decisions: Attribute<NodeId, Decisions>;
  /** Values that policies of the scope and the scopes above added, by key. */
  readonly enriched: Attribute<NodeId, ReadonlyMap<string, unknown>>;
}

/** Declares what policies decide: one program of gen-derive for each kind that has policies. */
export function declareDecisions(input: DecisionInput): DecisionAttributes {
  const { base } = input;
  const programs = createPrograms();
  /** Aspects that policies of a kind turned out to ask about: found once, foreseen from then on. */
  const asked = new Map<string, Set<string>>();

  const decisions: DecisionAttributes["decisions"] = attribute("decisions", (id, ctx) => {
    const { kind } = entityOf(base, id, ctx);
    const policies = input.policiesAt(kind, ctx);
    if (policies.length === 0) return UNDECIDED;
    const known = asked.get(kind) ?? new Set<string>();
    asked.set(kind, known);
    for (;;) {
      const unforeseen = new Set<string>();
      const made = decide(id, policies, known, unforeseen, ctx);
      if (unforeseen.size === 0) return made;
      for (const name of unforeseen) known.add(name);
    }
  });

  const enrichedAbove: DecisionAttributes["enriched"] = attribute("enriched", (id, ctx) => {
    const parent = input.parent(id, ctx);
    const values = new Map<string, unknown>(
      parent === undefined ? [] : ctx.get(enrichedAbove, parent),
    );
    for (const { effect } of ctx.get(decisions, id).effects) {
      if (effect.effect !== "enrich") continue;
      for (const [key, value] of Object.entries(effect.values)) values.set(key, value);
    }
    return values;
  });

  const decide = (
    id: NodeId,
    policies: readonly PolicyModel[],
    known: ReadonlySet<string>,
    unforeseen: Set<string>,
    ctx: Context,
  ): Decisions => {
    const model = wholeModel(base, ctx);
    const wanted = new Set([...known, ...policies.flatMap(asksAbout)]);
    const compiled = programs.of(entityOf(base, id, ctx).kind, policies, wanted, model.aspects);
    const refused = (issues: DeriveError["issues"]): Decisions => ({
      ...UNDECIDED,
      findings: issues.map((issue) => issueFinding(issue, policies)),
    });
    if (compiled.issues.length > 0) return refused(compiled.issues);
    const { aspects } = compiled;
    const includesOf = input.includesOf(id, ctx);
    const facts = factsAt(id, policies, aspects, includesOf, ctx);
    const parent = input.parent(id, ctx);
    const run: PolicyRun = {
      id,
      model,
      aspects,
      inherited: parent === undefined ? new Map() : ctx.get(enrichedAbove, parent),
      args: (policy, hasAspect) => input.scope(id, ctx, hasAspect, policy.peers).args,
      aspectName: (reference) => input.aspectName(reference, ctx),
      errors: new Map(),
      waiting: new Map(),
      unforeseen,
    };
    let result: Result;
    try {
      result = programs.within(
        { includesOf, run: (policy, context) => runPolicy(policy, context, run) },
        () => evaluate(compiled.program, { facts }),
      );
    } catch (error) {
      if (!(error instanceof DeriveError)) throw error;
      return refused(error.issues);
    }
    const findings: Finding[] = [...run.errors.values()];
    // What is not an effect after all is told, and does nothing.
    const effects = firedIn(result, policies, id).filter(({ effect, policy, origin }) => {
      const problems = effectProblems(effect, policy, origin, model);
      findings.push(...problems);
      return problems.length === 0;
    });
    findings.push(...failedAssertions(effects, id));
    return {
      effects,
      suppressed: suppressedOf(result, policies, id, run.waiting),
      asked:
        wanted.size === 0
          ? UNDECIDED.asked
          : new Map([...wanted].map((name) => [name, result.has(present(name))])),
      findings,
    };
  };

  const factsAt = (
    id: NodeId,
    policies: readonly PolicyModel[],
    aspects: ReadonlyMap<string, AspectModel>,
    includesOf: IncludesOf,
    ctx: Context,
  ): readonly Atom[] => {
    const roots = input.staticRoots(id, ctx).filter((name) => aspects.has(name));
    const facts: Atom[] = [
      ...roots.map(root),
      ...input.staticExcludes(id, ctx).map(excluded),
      ...policies
        .filter((policy) => input.matches(policy, id, ctx))
        .map((policy) => selected(policy.name)),
    ];
    if (policies.some((policy) => policy.declared.length + policy.undeclared.length > 0)) {
      facts.push(...declaredFacts(aspects, facts, includesOf));
    }
    return facts;
  };

  return { decisions, enriched: enrichedAbove };
}

/** The aspects, by name, whose presence decides whether a policy acts. */
function asksAbout(policy: PolicyModel): readonly string[] {
  return [
    ...policy.present,
    ...policy.absent,
    ...policy.declared,
    ...policy.undeclared,
    ...(policy.aspect === undefined ? [] : [policy.aspect]),
  ];
}

/** What is visible without any policy: the same rules over the same facts, without policies. */
function declaredFacts(
  aspects: ReadonlyMap<string, AspectModel>,
  facts: readonly Atom[],
  includesOf: IncludesOf,
): Atom[] {
  const result = evaluate(program(presenceRules(aspects, includesOf)), { facts });
  return [...aspects.keys()].filter((name) => result.has(present(name))).map(declared);
}

/** By policy, then as the policy returned them. */
function firedIn(result: Result, policies: readonly PolicyModel[], at: NodeId): FiredEffect[] {
  return result.actions
    .flatMap((made) => firedOf(made, policies, at))
    .sort((a, b) => compareNames(a.fired.policy, b.fired.policy) || a.index - b.index)
    .map(({ fired }) => fired);
}

function failedAssertions(effects: readonly FiredEffect[], id: NodeId): Finding[] {
  return effects.flatMap(({ effect, policy, origin }) =>
    effect.effect === "assert" && !effect.holds
      ? [
          problem(
            "DEN_ASSERTION",
            `${effect.message} (policy ${policy} at ${id.replace(":", " ")})`,
            { places: [origin] },
          ),
        ]
      : [],
  );
}
