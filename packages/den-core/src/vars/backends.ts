import { type Attribute, attribute, type Context } from "gen-scope";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { BackendModel } from "../model/read-vars.ts";
import { suggestion } from "../model/reader.ts";
import { type Base, type NodeId, wholeModel } from "../pipeline/base.ts";
import type { Decisions, FiredEffect } from "../pipeline/policy-effects.ts";
import type { Topology } from "../pipeline/topology.ts";

/** What policies of a scope choose: for all generators, and for some by name. */
export interface BackendChoices {
  readonly general: FiredEffect | undefined;
  readonly byGenerator: ReadonlyMap<string, FiredEffect>;
  readonly findings: readonly Finding[];
}

/** The backend of secrets where neither the fleet nor a policy chooses one. */
export const DEFAULT_BACKEND = "sops";

/** Where secrets are kept. */
export interface BackendAttributes {
  readonly choices: Attribute<NodeId, BackendChoices>;
  /** The backend of secrets of a generator that lives at a scope. */
  readonly backend: Attribute<NodeId, string, string>;
}

/**
 * Declares which backend keeps the values of each scope: what a policy there says about the very
 * generator, else what one says in general, else what holds at the scope above, else the fleet's own
 * `vars.backend`.
 */
export function declareBackends(
  base: Base,
  topology: Topology,
  decisions: (id: NodeId, ctx: Context) => Decisions,
): BackendAttributes {
  const choices: BackendAttributes["choices"] = attribute("backendChoices", (id, ctx) => {
    const { backends } = wholeModel(base, ctx).vars;
    const findings: Finding[] = [];
    let general: FiredEffect | undefined;
    const byGenerator = new Map<string, FiredEffect>();
    for (const fired of decisions(id, ctx).effects) {
      const { effect } = fired;
      if (effect.effect !== "varBackend") continue;
      if (!backends.has(effect.backend)) {
        findings.push(unknown(fired, effect.backend, backends));
        continue;
      }
      const before = effect.generator === undefined ? general : byGenerator.get(effect.generator);
      if (before === undefined) {
        if (effect.generator === undefined) general = fired;
        else byGenerator.set(effect.generator, fired);
      } else if (
        before.effect.effect === "varBackend" &&
        before.effect.backend !== effect.backend
      ) {
        findings.push(conflict(id, before, fired));
      }
    }
    return { general, byGenerator, findings };
  });
  const backend: BackendAttributes["backend"] = attribute(
    "varBackend",
    (id: NodeId, ctx: Context, generator: string) => {
      const isEntity = ctx.get(base.declared, id) !== undefined;
      const chain = isEntity ? [...ctx.get(topology.chain, id)].reverse() : [];
      for (const node of chain) {
        const { general, byGenerator } = ctx.get(choices, node);
        const fired = byGenerator.get(generator) ?? general;
        if (fired?.effect.effect === "varBackend") return fired.effect.backend;
      }
      return wholeModel(base, ctx).vars.backend?.value ?? DEFAULT_BACKEND;
    },
  );
  return { choices, backend };
}

function unknown(
  { policy, origin }: FiredEffect,
  name: string,
  backends: ReadonlyMap<string, BackendModel>,
): Finding {
  return problem(
    "DEN_VARS_BACKEND",
    `the policy ${policy} chooses the vars backend ${JSON.stringify(name)}, which is not declared`,
    { places: [origin], remedy: suggestion(name, backends.keys()) },
  );
}

function conflict(id: NodeId, a: FiredEffect, b: FiredEffect): Finding {
  const of = ({ effect }: FiredEffect): string =>
    effect.effect === "varBackend" ? effect.backend : "";
  return problem(
    "DEN_POLICY_CONFLICT",
    `at ${id.replace(":", " ")} the policy ${a.policy} chooses the vars backend ${of(a)} and the policy ${b.policy} chooses ${of(b)}`,
    {
      places: [a.origin, b.origin],
      remedy: "let one override the other, or name the generator that one is about",
    },
  );
}
