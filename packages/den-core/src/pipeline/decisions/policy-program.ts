import {
  checkProgram,
  type DeriveError,
  not,
  type Program,
  program,
  type Rule,
  type RuleContext,
} from "gen-derive";
import type { AspectModel } from "../../model/model.ts";
import type { PolicyModel } from "../../model/read-policy.ts";
import {
  declared,
  type IncludesOf,
  mayInclude,
  presenceRules,
  present,
  selected,
} from "./presence-rules.ts";

/** The scope that a shared program is evaluated for. */
export interface Frame {
  readonly includesOf: IncludesOf;
  readonly run: (policy: PolicyModel, context: RuleContext) => readonly unknown[];
}

/** The program of the policies of a kind. */
export interface PolicyProgram {
  /** The aspects that it has rules about, by name. */
  readonly aspects: ReadonlyMap<string, AspectModel>;
  readonly program: Program;
  /** Why the policies do not fit together; the program is empty then. */
  readonly issues: readonly DeriveError["issues"][number][];
}

/** Programs of one model: made once a kind, evaluated for each of its scopes. */
export interface PolicyPrograms {
  /** The program of a kind, with rules about the aspects in `wanted` and what may include them. */
  of(
    kind: string,
    policies: readonly PolicyModel[],
    wanted: ReadonlySet<string>,
    registry: ReadonlyMap<string, AspectModel>,
  ): PolicyProgram;
  /** Runs `evaluate`, in which the functions of programs work for a scope. */
  within<T>(frame: Frame, evaluate: () => T): T;
}

/** The name of a policy's rule. */
export const ruleName = (policy: PolicyModel): string => `policy ${policy.name}`;

/** No programs yet. */
export function createPrograms(): PolicyPrograms {
  // Programs are shared by all scopes of a kind, so their functions ask for the scope at hand.
  let frame: Frame | undefined;
  const made = new Map<string, PolicyProgram & { readonly key: readonly unknown[] }>();
  return {
    of: (kind, policies, wanted, registry) => {
      const key = [policies, wanted.size];
      const before = made.get(kind);
      if (before !== undefined && key.every((part, i) => part === before.key[i])) return before;
      const aspects =
        wanted.size === 0 ? new Map<string, AspectModel>() : mayInclude(wanted, registry);
      const rules: Rule[] = [
        ...presenceRules(aspects, (aspect) => frame?.includesOf(aspect) ?? []),
        ...policies.map((policy) =>
          policyRule(policy, (context) => frame?.run(policy, context) ?? []),
        ),
      ];
      const issues = checkProgram(rules);
      const compiled = { key, aspects, issues, program: program(issues.length > 0 ? [] : rules) };
      made.set(kind, compiled);
      return compiled;
    },
    within: (inner, evaluate) => {
      const before = frame;
      frame = inner;
      try {
        return evaluate();
      } finally {
        frame = before;
      }
    },
  };
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
