import {
  type Action,
  type Atom,
  action,
  checkProgram,
  DeriveError,
  enriched,
  evaluate,
  not,
  opaque,
  type Program,
  program,
  type Result,
  type Rule,
  type RuleContext,
  type Suppression,
  v,
} from "gen-derive";
import { nearest } from "gen-schema";
import { type Attribute, attribute, type Context } from "gen-scope";
import type { Effect } from "../author/effects.ts";
import { DenError } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { userStack } from "../diagnostics/user-stack.ts";
import type { AspectModel } from "../model/model.ts";
import { compareNames } from "../model/names.ts";
import type { PolicyModel } from "../model/read-policy.ts";
import { isRecord } from "../model/reader.ts";
import { ArgumentMissing } from "./argument-missing.ts";
import { askedBy } from "./asked-tags.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import { effectProblems } from "./effect-problems.ts";
import type { Decisions, FiredEffect, Suppressed } from "./policy-effects.ts";
import { UNDECIDED } from "./policy-effects.ts";
import {
  declared,
  excluded,
  HERE,
  type IncludesOf,
  mayInclude,
  presenceRules,
  present,
  root,
  selected,
} from "./presence-rules.ts";
import type { Scope } from "./scope.ts";

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
  /** What functions of policies see; \`hasAspect\` answers for the scope itself. */
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

/** The scope that a shared program is evaluated for. */
interface Frame {
  readonly includesOf: IncludesOf;
  readonly run: (policy: PolicyModel, context: RuleContext) => readonly unknown[];
}

/** What one evaluation of a program collects besides its result. */
interface Run {
  readonly aspects: ReadonlyMap<string, AspectModel>;
  readonly inherited: ReadonlyMap<string, unknown>;
  readonly errors: Map<string, Finding>;
  readonly waiting: Map<string, string>;
  /** Aspects that a policy asked about and that the program has no rules for. */
  readonly unforeseen: Set<string>;
}

/** The program of a kind, made once. */
interface Compiled {
  readonly policies: readonly PolicyModel[];
  readonly wanted: number;
  readonly aspects: ReadonlyMap<string, AspectModel>;
  readonly program: Program;
  readonly issues: readonly DeriveError["issues"][number][];
}

const ruleName = (policy: PolicyModel): string => `policy ${policy.name}`;

/** Declares what policies decide: one program of gen-derive for each scope that has policies. */
export function declareDecisions(input: DecisionInput): DecisionAttributes {
  const { base } = input;
  /** Aspects that policies of a kind turned out to ask about: found once, foreseen from then on. */
  const asked = new Map<string, Set<string>>();

  const decisions: DecisionAttributes["decisions"] = attribute("decisions", (id, ctx) => {
    const entity = entityOf(base, id, ctx);
    const policies = input.policiesAt(entity.kind, ctx);
    if (policies.length === 0) return UNDECIDED;
    const known = asked.get(entity.kind) ?? new Set<string>();
    asked.set(entity.kind, known);
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

  /** What the functions of the program under way work for: programs are shared by all scopes of a kind. */
  let frame: Frame | undefined;
  const programs = new Map<string, Compiled>();
  const compiledFor = (
    kind: string,
    policies: readonly PolicyModel[],
    wanted: ReadonlySet<string>,
    registry: ReadonlyMap<string, AspectModel>,
  ): Compiled => {
    const before = programs.get(kind);
    if (before !== undefined && before.policies === policies && before.wanted === wanted.size)
      return before;
    const aspects =
      wanted.size === 0 ? new Map<string, AspectModel>() : mayInclude(wanted, registry);
    const rules: Rule[] = [
      ...presenceRules(aspects, (aspect) => frame?.includesOf(aspect) ?? []),
      ...policies.map((policy) =>
        policyRule(policy, (context) => frame?.run(policy, context) ?? []),
      ),
    ];
    const issues = checkProgram(rules);
    const compiled: Compiled = {
      policies,
      wanted: wanted.size,
      aspects,
      issues,
      program: issues.length > 0 ? program([]) : program(rules),
    };
    programs.set(kind, compiled);
    return compiled;
  };

  const decide = (
    id: NodeId,
    policies: readonly PolicyModel[],
    known: ReadonlySet<string>,
    unforeseen: Set<string>,
    ctx: Context,
  ): Decisions => {
    const model = wholeModel(base, ctx);
    const findings: Finding[] = [];
    const wanted = new Set(known);
    for (const policy of policies) {
      for (const name of [
        ...policy.present,
        ...policy.absent,
        ...policy.declared,
        ...policy.undeclared,
      ])
        wanted.add(name);
      if (policy.aspect !== undefined) wanted.add(policy.aspect);
    }
    const compiled = compiledFor(entityOf(base, id, ctx).kind, policies, wanted, model.aspects);
    if (compiled.issues.length > 0) {
      return {
        ...UNDECIDED,
        findings: compiled.issues.map((issue) => issueFinding(issue, policies)),
      };
    }
    const { aspects } = compiled;
    const parent = input.parent(id, ctx);
    const inherited =
      parent === undefined ? new Map<string, unknown>() : ctx.get(enrichedAbove, parent);
    const errors = new Map<string, Finding>();
    const waiting = new Map<string, string>();
    const facts: Atom[] = [
      ...input
        .staticRoots(id, ctx)
        .filter((name) => aspects.has(name))
        .map(root),
      ...input.staticExcludes(id, ctx).map(excluded),
      ...policies
        .filter((policy) => input.matches(policy, id, ctx))
        .map((policy) => selected(policy.name)),
    ];
    if (policies.some((policy) => policy.declared.length + policy.undeclared.length > 0)) {
      facts.push(...declaredFacts(aspects, facts, input.includesOf(id, ctx)));
    }
    const before = frame;
    frame = {
      includesOf: input.includesOf(id, ctx),
      run: (policy, context) => {
        errors.delete(policy.name);
        waiting.delete(policy.name);
        return runPolicy(
          policy,
          id,
          context,
          { aspects, inherited, errors, waiting, unforeseen },
          ctx,
        );
      },
    };
    let result: Result;
    try {
      result = evaluate(compiled.program, { facts });
    } catch (error) {
      if (!(error instanceof DeriveError)) throw error;
      return { ...UNDECIDED, findings: error.issues.map((issue) => issueFinding(issue, policies)) };
    } finally {
      frame = before;
    }
    findings.push(...errors.values());
    const fired = result.actions
      .flatMap((made) => firedOf(made, policies, id))
      .sort((a, b) => compareNames(a.fired.policy, b.fired.policy) || a.index - b.index)
      .map(({ fired: one }) => one);
    // What is not an effect after all is told, and does nothing.
    const effects = fired.filter(({ effect, policy, origin }) => {
      const problems = effectProblems(effect, policy, origin, model);
      findings.push(...problems);
      return problems.length === 0;
    });
    for (const { effect, policy, origin } of effects) {
      if (effect.effect === "assert" && !effect.holds) {
        findings.push(
          problem(
            "DEN_ASSERTION",
            `${effect.message} (policy ${policy} at ${id.replace(":", " ")})`,
            { places: [origin] },
          ),
        );
      }
    }
    const asked =
      wanted.size === 0
        ? UNDECIDED.asked
        : new Map([...wanted].map((name) => [name, result.has(present(name))]));
    return { effects, suppressed: suppressedOf(result, policies, id, waiting), asked, findings };
  };

  const runPolicy = (
    policy: PolicyModel,
    id: NodeId,
    context: RuleContext,
    { aspects, inherited, errors, waiting, unforeseen }: Run,
    ctx: Context,
  ): readonly unknown[] => {
    const model = wholeModel(base, ctx);
    const hasAspect = (name: string): boolean => {
      // The program is made again, with the rules about this aspect.
      if (!aspects.has(name) && model.aspects.has(name)) unforeseen.add(name);
      return context.has(present(name));
    };
    let returned: unknown;
    try {
      if (typeof policy.run === "function") {
        const { args } = input.scope(id, ctx, hasAspect, policy.peers);
        const run = policy.run;
        returned = askedBy(policy.origin, () => run(withEnriched(args, context, inherited)));
      } else returned = policy.run;
    } catch (error) {
      if (error instanceof NotEnriched) {
        const meant = nearest(error.key, [...model.kinds.keys(), "fleet", "peers"]);
        waiting.set(
          policy.name,
          `it reads \`${error.key}\`, which nothing provides here${meant === undefined ? "" : ` (did you mean \`${meant}\`?)`}`,
        );
        return [];
      }
      errors.set(policy.name, policyError(policy, id, error));
      return [];
    }
    if (returned === undefined || returned === null) return [];
    if (!Array.isArray(returned)) {
      errors.set(policy.name, shapeError(policy, "returns something that is no list of effects"));
      return [];
    }
    return returned.flatMap((effect: unknown, index) => {
      if (effect === null || effect === undefined || effect === false) return [];
      if (!isEffect(effect)) {
        errors.set(policy.name, shapeError(policy, "returns something that is no effect"));
        return [];
      }
      // An effect is carried as it is: it may hold functions and expressions.
      const heads = [
        action(effect.effect, {
          effect: opaque(`${policy.name}#${index}#${effectKey(effect)}`, effect),
          index,
        }),
      ];
      const facts: Atom[] = [];
      if (effect.effect === "include" || effect.effect === "exclude") {
        const name = input.aspectName(effect.aspect, ctx);
        if (name !== undefined && aspects.has(name))
          facts.push(effect.effect === "include" ? root(name) : excluded(name));
      }
      if (effect.effect === "enrich") {
        for (const [key, value] of Object.entries(effect.values)) {
          facts.push(enriched(key)(HERE, plainOrOpaque(value, `${policy.name}.${key}`)) as Atom);
        }
      }
      return [...heads, ...facts];
    });
  };

  return { decisions, enriched: enrichedAbove };
}

/** Thrown when a policy reads a value that another policy has not (yet) added. */
class NotEnriched extends Error {
  readonly key: string;
  constructor(key: string) {
    super(`nothing provides ${key}`);
    this.key = key;
  }
}

/** The arguments of a scope, and the values that policies add, by key. */
function withEnriched(
  args: Readonly<Record<string, unknown>>,
  context: RuleContext,
  inherited: ReadonlyMap<string, unknown>,
): object {
  return new Proxy(args, {
    get(target, key) {
      if (typeof key !== "string" || key in target) return Reflect.get(target, key);
      const value = context.value(enriched(key)(HERE, v("value") as never) as never) as unknown;
      if (value !== undefined) return isRecord(value) && "$opaque" in value ? value.value : value;
      if (inherited.has(key)) return inherited.get(key);
      throw new NotEnriched(key);
    },
  });
}

function policyRule(
  policy: PolicyModel,
  run: (context: RuleContext) => Iterable<never> | readonly unknown[],
): Rule {
  return {
    name: ruleName(policy),
    when: [
      selected(policy.name),
      ...(policy.aspect === undefined ? [] : [present(policy.aspect)]),
      ...policy.present.map(present),
      ...policy.declared.map(declared),
      ...policy.absent.map((name) => not(present(name))),
      ...policy.undeclared.map((name) => not(declared(name))),
    ],
    ...(policy.overrides.length === 0
      ? {}
      : { overrides: policy.overrides.map((name) => `policy ${name}`) }),
    run: (_node: undefined, context: RuleContext) => run(context) as Iterable<never>,
  } as Rule;
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

const EFFECTS: ReadonlySet<string> = new Set([
  "include",
  "exclude",
  "configure",
  "enforce",
  "route",
  "provide",
  "instantiate",
  "enrich",
  "spawn",
  "channel",
  "varBackend",
  "assert",
]);

function isEffect(value: unknown): value is Effect {
  return isRecord(value) && typeof value.effect === "string" && EFFECTS.has(value.effect);
}

/** Tells effects of one policy apart by what they say; what is no plain data counts by position. */
function effectKey(effect: Effect): string {
  try {
    return JSON.stringify(effect, (_key, value: unknown) =>
      typeof value === "function" ? "function" : value,
    );
  } catch {
    return effect.effect;
  }
}

function plainOrOpaque(value: unknown, key: string): never {
  try {
    const text = JSON.stringify(value);
    if (text !== undefined && JSON.stringify(JSON.parse(text)) === text && !hasFunction(value))
      return value as never;
  } catch {
    // Falls through: not plain data.
  }
  return opaque(key, value) as never;
}

function hasFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  if (Array.isArray(value)) return value.some(hasFunction);
  return isRecord(value) && Object.values(value).some(hasFunction);
}

function firedOf(
  made: Action,
  policies: readonly PolicyModel[],
  at: NodeId,
): { readonly fired: FiredEffect; readonly index: number }[] {
  const policy = policies.find((one) => ruleName(one) === made.rule);
  const data = made.data as
    | { readonly effect: { readonly value: Effect }; readonly index: number }
    | undefined;
  if (policy === undefined || data === undefined) return [];
  const fired = { effect: data.effect.value, policy: policy.name, origin: policy.origin, at };
  return [{ fired, index: data.index }];
}

function suppressedOf(
  result: Result,
  policies: readonly PolicyModel[],
  at: NodeId,
  waiting: ReadonlyMap<string, string>,
): Suppressed[] {
  const found: Suppressed[] = [];
  const fired = new Set(result.actions.map((made) => made.rule));
  const overridden = new Map(result.suppressed.map((one) => [one.rule, one]));
  for (const policy of policies) {
    if (fired.has(ruleName(policy))) continue;
    const suppression = overridden.get(ruleName(policy));
    const reason =
      waiting.get(policy.name) ??
      (suppression === undefined ? conditionReason(result, policy) : suppressionText(suppression));
    found.push({ policy: policy.name, at, reason, origin: policy.origin });
  }
  return found;
}

function suppressionText({ reasons }: Suppression): string {
  return reasons.map((reason) => reason.message).join("; ");
}

function conditionReason(result: Result, policy: PolicyModel): string {
  if (!result.has(selected(policy.name))) return "its selector does not match the scope";
  if (policy.aspect !== undefined && !result.has(present(policy.aspect)))
    return `its aspect ${policy.aspect} is absent`;
  const lacking = policy.present.find((name) => !result.has(present(name)));
  if (lacking !== undefined) return `${lacking} is absent`;
  const there = policy.absent.find((name) => result.has(present(name)));
  if (there !== undefined) return `${there} is present`;
  const undeclared = policy.declared.find((name) => !result.has(declared(name)));
  if (undeclared !== undefined) return `${undeclared} is not declared there`;
  const found = policy.undeclared.find((name) => result.has(declared(name)));
  if (found !== undefined) return `${found} is declared there`;
  return "it returned no effects";
}

function shapeError(policy: PolicyModel, what: string): Finding {
  return problem("DEN_POLICY_SHAPE", `the policy ${policy.name} ${what}`, {
    places: [policy.origin],
    remedy: "return a list of effects made by `policy.…`",
  });
}

function policyError(policy: PolicyModel, id: NodeId, error: unknown): Finding {
  const where = id.replace(":", " ");
  if (error instanceof ArgumentMissing) {
    return problem(
      "DEN_ARGUMENT_MISSING",
      `the policy ${policy.name} reads \`${error.argument}\` at ${where}, where there is none`,
      {
        places: [policy.origin],
        remedy: `a policy at ${policy.at} sees that scope and those above it`,
      },
    );
  }
  if (error instanceof DenError && error.findings[0] !== undefined) {
    const [first] = error.findings;
    return {
      ...first,
      message: `the policy ${policy.name}: ${first.message}`,
      places: [...(first.places ?? []), policy.origin],
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [frame] = userStack(error, []);
  return problem(
    "DEN_POLICY_THROWS",
    `the policy ${policy.name} throws ${message.split("\n")[0]} at ${where}`,
    {
      places: [policy.origin],
      ...(frame === undefined ? {} : { detail: frame.text }),
    },
  );
}

function issueFinding(
  issue: DeriveError["issues"][number],
  policies: readonly PolicyModel[],
): Finding {
  const involved = policies.filter((policy) => issue.rules.includes(ruleName(policy)));
  const places: Origin[] = involved.map((policy) => policy.origin);
  const code =
    issue.code === "negative-cycle" ||
    issue.code === "override-cycle" ||
    issue.code === "not-monotone" ||
    issue.code === "stratum-order"
      ? "DEN_POLICY_CYCLE"
      : issue.code === "key-conflict"
        ? "DEN_POLICY_CONFLICT"
        : "DEN_POLICY_SHAPE";
  const names = involved.map((policy) => policy.name).join(", ");
  return problem(code, names === "" ? issue.message : `policies ${names}: ${issue.message}`, {
    places,
    remedy: issue.remedy,
  });
}
