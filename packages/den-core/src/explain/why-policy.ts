import type { Origin } from "../diagnostics/origin.ts";
import type { PolicyModel } from "../model/read-policy.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { policiesOf } from "../pipeline/policy-index.ts";
import { effectText } from "./effect-text.ts";
import { nearby } from "./nearby.ts";

/** What a policy did at one scope: its effects, or why it had none. */
export interface PolicyOutcome {
  readonly scope: NodeId;
  readonly effects: readonly string[];
  /** Why it was suppressed there; undefined where it fired. */
  readonly suppressed: string | undefined;
  /** What is wrong with it there. */
  readonly problems: readonly string[];
}

/** A policy at a host and around it. */
export interface PolicyAnswer {
  readonly policy: string;
  readonly at: string;
  readonly origin: Origin;
  readonly outcomes: readonly PolicyOutcome[];
}

/** All policies of a fleet by name: its own, and `aspect/name` for those that aspects bring. */
export function policyNames(pipeline: Pipeline): ReadonlyMap<string, PolicyModel> {
  const all = [...policiesOf(pipeline.model).byKind.values()].flat();
  return new Map(all.map((policy) => [policy.name, policy]));
}

/** What a policy did at a host, at the scopes above it and at those below it. */
export function explainPolicy(
  pipeline: Pipeline,
  host: NodeId,
  { name, at, origin }: PolicyModel,
): PolicyAnswer {
  const { evaluator, decided, model } = pipeline;
  const outcomes = nearby(pipeline, host)
    .filter((scope) => scope.startsWith(`${at}:`))
    .map((scope): PolicyOutcome => {
      const { effects, suppressed, findings } = evaluator.get(decided.decisions, scope);
      return {
        scope,
        effects: effects
          .filter(({ policy }) => policy === name)
          .map(({ effect }) => effectText(effect, model)),
        suppressed: suppressed.find(({ policy }) => policy === name)?.reason,
        problems: findings
          .filter(({ places }) => places?.some((place) => samePlace(place, origin)))
          .map(({ message }) => message),
      };
    });
  return { policy: name, at, origin, outcomes };
}

function samePlace(a: Origin, b: Origin): boolean {
  return a.file === b.file && JSON.stringify(a.path) === JSON.stringify(b.path);
}
