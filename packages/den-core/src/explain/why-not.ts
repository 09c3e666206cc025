import type { Origin } from "../diagnostics/origin.ts";
import type { AspectModel, Model } from "../model/model.ts";
import { entityId } from "../model/names.ts";
import type { PolicyModel } from "../model/read-policy.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { chainsTo, rootText } from "../pipeline/resolved.ts";
import { refName } from "../pipeline/walk-includes.ts";
import { excluderText } from "../plan/plan.ts";
import { effectAspect } from "./effect-text.ts";
import { nearby } from "./nearby.ts";
import { policyNames } from "./why-policy.ts";

/** An exclude that kept an aspect out. */
export interface KeptOut {
  readonly scope: NodeId;
  /** The aspect, or the scope, that would have brought it. */
  readonly from: string;
  readonly by: string;
  readonly origin: Origin;
}

/** A policy that would include an aspect here, and why it does not. */
export interface Unfired {
  readonly policy: string;
  readonly scope: NodeId;
  readonly reason: string;
  readonly origin: Origin;
  /** `includes`: its effects say so, here or at another host; `mentions`: its function names the aspect. */
  readonly how: "includes" | "mentions";
}

/** An aspect that includes the missing one, and where it is. */
export interface Includer {
  readonly aspect: string;
  /** From the includer down to the missing aspect. */
  readonly via: readonly string[];
  readonly origin: Origin | null;
  readonly hosts: readonly string[];
}

/** Why an aspect is not at a host, nor at the users on it. */
export interface Absence {
  readonly aspect: string;
  /** Scopes of the host where it is after all. */
  readonly presentAt: readonly NodeId[];
  readonly excluded: readonly KeptOut[];
  readonly policies: readonly Unfired[];
  readonly includers: readonly Includer[];
  /** Hosts that have it, each with one chain. */
  readonly elsewhere: readonly { readonly host: string; readonly chain: readonly string[] }[];
}

/** Explains why an aspect is absent: what kept it out, what would have brought it, where it is instead. */
export function explainAbsence(pipeline: Pipeline, host: NodeId, aspect: string): Absence {
  const { model, evaluator, resolution } = pipeline;
  const around = nearby(pipeline, host);
  const here = around.slice(around.indexOf(host));
  const at = (id: NodeId) => evaluator.get(resolution.resolution, id);
  const elsewhere = model.hostNames.flatMap((name) => {
    const found = at(entityId("host", name));
    return found.aspects.has(aspect)
      ? [{ host: name, chain: chainsTo(found, aspect, 1)[0] ?? [] }]
      : [];
  });
  return {
    aspect,
    presentAt: here.filter((id) => at(id).aspects.has(aspect)),
    excluded: here.flatMap((scope) =>
      at(scope)
        .tombstones.filter((stone) => stone.aspect === aspect)
        .map(({ step, by }) => ({
          scope,
          from: "root" in step ? rootText(step.root) : step.from,
          by: excluderText(by),
          origin: by.origin,
        })),
    ),
    policies: unfired(pipeline, around, aspect),
    includers: includersOf(pipeline, aspect),
    elsewhere,
  };
}

function unfired(pipeline: Pipeline, around: readonly NodeId[], aspect: string): Unfired[] {
  const { model, evaluator, decided } = pipeline;
  const including = new Set<string>();
  // A function tells what it includes only where it fires.
  for (const name of model.hostNames) {
    for (const { effect, policy } of evaluator.get(decided.decisions, entityId("host", name))
      .effects) {
      if (effect.effect === "include" && effectAspect(effect.aspect, model) === aspect)
        including.add(policy);
    }
  }
  const how = (policy: PolicyModel | undefined): Unfired["how"] | undefined => {
    if (policy === undefined) return undefined;
    if (including.has(policy.name)) return "includes";
    if (typeof policy.run === "function")
      return mentions(String(policy.run), aspect) ? "mentions" : undefined;
    const says = policy.run.some(
      (effect) => effect?.effect === "include" && effectAspect(effect.aspect, model) === aspect,
    );
    return says ? "includes" : undefined;
  };
  const policies = policyNames(pipeline);
  return around.flatMap((scope) =>
    evaluator.get(decided.decisions, scope).suppressed.flatMap(({ policy, reason, origin }) => {
      const found = how(policies.get(policy));
      return found === undefined ? [] : [{ policy, scope, reason, origin, how: found }];
    }),
  );
}

function mentions(text: string, name: string): boolean {
  return ['"', "'", "`"].some((quote) => text.includes(`${quote}${name}${quote}`));
}

/** The aspects that include a given one; where none of them is anywhere, those that include them, and so on. */
function includersOf(pipeline: Pipeline, aspect: string): Includer[] {
  const parents = includedBy(pipeline.model);
  const found: Includer[] = [];
  const seen = new Set([aspect]);
  let level: (readonly string[])[] = [[aspect]];
  while (level.length > 0) {
    const next: (readonly string[])[] = [];
    for (const via of level) {
      for (const { from, origin } of parents.get(via[0] ?? "") ?? []) {
        if (seen.has(from)) continue;
        seen.add(from);
        const longer = [from, ...via];
        next.push(longer);
        found.push({ aspect: from, via: longer, origin, hosts: hostsWith(pipeline, from) });
      }
    }
    if (found.some(({ hosts }) => hosts.length > 0)) break;
    level = next;
  }
  return found;
}

function hostsWith({ model, evaluator, resolution }: Pipeline, aspect: string): string[] {
  return model.hostNames.filter((name) =>
    evaluator.get(resolution.resolution, entityId("host", name)).aspects.has(aspect),
  );
}

/** Who includes whom, by the includes that are declared (what a function computes is not known here). */
function includedBy(
  model: Model,
): ReadonlyMap<string, readonly { readonly from: string; readonly origin: Origin }[]> {
  const found = new Map<string, { readonly from: string; readonly origin: Origin }[]>();
  const queue: AspectModel[] = [...model.aspects.values()].reverse();
  for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
    for (const ref of from.includes) {
      const target = refName(ref);
      found.set(target, [...(found.get(target) ?? []), { from: from.name, origin: ref.origin }]);
      if ("inline" in ref) queue.push(ref.inline);
    }
  }
  return found;
}
