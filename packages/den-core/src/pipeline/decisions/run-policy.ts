import { type Atom, action, enriched, opaque, type RuleContext } from "gen-derive";
import { nearest } from "gen-schema";
import type { Effect } from "../../author/effects.ts";
import type { Finding } from "../../diagnostics/finding.ts";
import type { AspectModel, Model } from "../../model/model.ts";
import type { PolicyModel } from "../../model/read-policy.ts";
import { isRecord } from "../../model/reader.ts";
import { askedBy } from "../asked-tags.ts";
import type { NodeId } from "../base.ts";
import { effectKey, isEffect, plainOrOpaque } from "./effect-terms.ts";
import { NotEnriched, withEnriched } from "./enrichment.ts";
import { policyError, shapeError } from "./policy-findings.ts";
import { excluded, HERE, present, root } from "./presence-rules.ts";

/** The scope that policies run at, and what one evaluation collects besides its result. */
export interface PolicyRun {
  readonly id: NodeId;
  readonly model: Model;
  /** The aspects that the program has rules about. */
  readonly aspects: ReadonlyMap<string, AspectModel>;
  /** Values that policies of the scopes above added, by key. */
  readonly inherited: ReadonlyMap<string, unknown>;
  /** What a policy's function sees. */
  readonly args: (
    policy: PolicyModel,
    hasAspect: (aspect: string) => boolean,
  ) => Readonly<Record<string, unknown>>;
  readonly aspectName: (reference: unknown) => string | undefined;
  /** What is wrong, by policy: of its last run. */
  readonly errors: Map<string, Finding>;
  /** What a policy waits for, by policy: of its last run. */
  readonly waiting: Map<string, string>;
  /** Aspects that a policy asked about and that the program has no rules for. */
  readonly unforeseen: Set<string>;
}

/** What a policy returns at a scope, as heads of its rule. */
export function runPolicy(
  policy: PolicyModel,
  context: RuleContext,
  scope: PolicyRun,
): readonly unknown[] {
  const { errors } = scope;
  errors.delete(policy.name);
  scope.waiting.delete(policy.name);
  const returned = returnedBy(policy, context, scope);
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
    return headsOf(effect, index, policy, scope);
  });
}

function returnedBy(policy: PolicyModel, context: RuleContext, scope: PolicyRun): unknown {
  const { id, model, aspects, inherited, errors, waiting, unforeseen } = scope;
  if (typeof policy.run !== "function") return policy.run;
  const run = policy.run;
  const hasAspect = (name: string): boolean => {
    // The program is made again, with the rules about this aspect.
    if (!aspects.has(name) && model.aspects.has(name)) unforeseen.add(name);
    return context.has(present(name));
  };
  try {
    const args = withEnriched(scope.args(policy, hasAspect), context, inherited);
    return askedBy(policy.origin, () => run(args));
  } catch (error) {
    if (error instanceof NotEnriched) {
      const meant = nearest(error.key, [...model.kinds.keys(), "fleet", "peers"]);
      waiting.set(
        policy.name,
        `it reads \`${error.key}\`, which nothing provides here${meant === undefined ? "" : ` (did you mean \`${meant}\`?)`}`,
      );
    } else errors.set(policy.name, policyError(policy, id, error));
    return undefined;
  }
}

function headsOf(
  effect: Effect,
  index: number,
  policy: PolicyModel,
  { aspects, aspectName }: PolicyRun,
): unknown[] {
  // An effect is carried as it is: it may hold functions and expressions.
  const carried = action(effect.effect, {
    effect: opaque(`${policy.name}#${index}#${effectKey(effect)}`, effect),
    index,
  });
  const facts: Atom[] = [];
  if (effect.effect === "include" || effect.effect === "exclude") {
    const name = aspectName(effect.aspect);
    if (name !== undefined && aspects.has(name))
      facts.push(effect.effect === "include" ? root(name) : excluded(name));
  }
  // What is malformed is told once the program has run.
  if (effect.effect === "enrich" && isRecord(effect.values)) {
    for (const [key, value] of Object.entries(effect.values)) {
      facts.push(enriched(key)(HERE, plainOrOpaque(value, `${policy.name}.${key}`)) as Atom);
    }
  }
  return [carried, ...facts];
}
