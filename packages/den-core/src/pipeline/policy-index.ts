import type { Context } from "gen-scope";
import type { Finding } from "../diagnostics/finding.ts";
import { below } from "../diagnostics/origin.ts";
import type { Model } from "../model/model.ts";
import { compareNames } from "../model/names.ts";
import { type PolicyModel, readPolicy } from "../model/read-policy.ts";
import { createReader, type Reader, suggestion } from "../model/reader.ts";
import { type Base, wholeModel } from "./base.ts";

/** The policies of a fleet by kind, in name order, and what is wrong with them. */
export interface Policies {
  readonly byKind: ReadonlyMap<string, readonly PolicyModel[]>;
  readonly findings: readonly Finding[];
}

const indexes = new WeakMap<Model, Policies>();

/** Reads every policy of a model, once: the fleet's own, and those that aspects bring. */
export function policiesOf(model: Model): Policies {
  const before = indexes.get(model);
  if (before !== undefined) return before;
  const findings: Finding[] = [];
  const reader = createReader(findings);
  const byKind = new Map<string, PolicyModel[]>();
  const add = (policy: PolicyModel | undefined): void => {
    if (policy === undefined) return;
    byKind.set(policy.at, [...(byKind.get(policy.at) ?? []), policy]);
  };
  for (const [name, declared] of model.policies) {
    add(readPolicy(name, declared, undefined, model.kinds, model.aspectNames, reader));
  }
  for (const aspect of model.aspects.values()) {
    for (const [name, declared] of aspect.policies) {
      add(
        readPolicy(
          `${aspect.name}/${name}`,
          declared,
          aspect.name,
          model.kinds,
          model.aspectNames,
          reader,
        ),
      );
    }
  }
  for (const [kind, policies] of byKind) {
    policies.sort((a, b) => compareNames(a.name, b.name));
    byKind.set(kind, knownOverrides(policies, reader));
  }
  const made = { byKind, findings };
  indexes.set(model, made);
  return made;
}

/** Without overrides of what is no policy of the same kind, which are told. */
function knownOverrides(policies: readonly PolicyModel[], reader: Reader): PolicyModel[] {
  const names = new Set(policies.map(({ name }) => name));
  return policies.map((policy) => {
    const unknown = policy.overrides.filter((name) => !names.has(name));
    for (const name of unknown) {
      reader.report(
        "DEN_POLICY_SHAPE",
        `the policy ${policy.name} overrides ${JSON.stringify(name)}, which is no policy at ${policy.at}`,
        below(policy.origin, "overrides"),
        suggestion(
          name,
          [...names].filter((other) => other !== policy.name),
        ),
      );
    }
    return unknown.length === 0
      ? policy
      : { ...policy, overrides: policy.overrides.filter((name) => names.has(name)) };
  });
}

/** The policies of a kind, as an accessor for the pipeline. */
export function policyIndex(base: Base): (kind: string, ctx: Context) => readonly PolicyModel[] {
  const none: readonly PolicyModel[] = [];
  return (kind, ctx) => policiesOf(wholeModel(base, ctx)).byKind.get(kind) ?? none;
}
