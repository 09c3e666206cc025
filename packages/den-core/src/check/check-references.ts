import { findCycles } from "gen-graph";
import type { Finding } from "../diagnostics/finding.ts";
import { below } from "../diagnostics/origin.ts";
import type { AspectModel, AspectRef, Model } from "../model/model.ts";
import { policiesOf } from "../pipeline/policy-index.ts";
import { cycle, refName, unknownAspect } from "../pipeline/walk-includes.ts";

/** Every reference of every aspect, included anywhere or not: unknown names, and circles of includes. */
export function checkReferences(model: Model): Finding[] {
  const findings: Finding[] = [];
  const inline = new Map<string, AspectModel>();
  const queue: AspectModel[] = [...model.aspects.values()];
  const check = (ref: AspectRef): void => {
    if ("inline" in ref) {
      inline.set(ref.inline.name, ref.inline);
      queue.push(ref.inline);
    } else if (!model.aspects.has(ref.name)) {
      findings.push(unknownAspect(ref.name, ref.origin, model.aspects.keys()));
    }
  };
  for (let aspect = queue.pop(); aspect !== undefined; aspect = queue.pop()) {
    for (const ref of [...aspect.includes, ...aspect.excludes]) check(ref);
    for (const refs of aspect.narrowed.values()) for (const ref of refs) check(ref);
  }
  for (const policy of [...policiesOf(model).byKind.values()].flat()) {
    for (const key of ["present", "absent", "declared", "undeclared"] as const) {
      for (const name of policy[key])
        if (!model.aspects.has(name))
          findings.push(unknownAspect(name, below(policy.origin, key), model.aspects.keys()));
    }
  }
  const all = new Map([...model.aspects, ...inline]);
  const includes = (name: string): string[] =>
    (all.get(name)?.includes ?? []).map(refName).filter((included) => all.has(included));
  for (const { path } of findCycles({ nodes: [...all.keys()], successors: includes })) {
    const last = path.at(-1) ?? "";
    const origin = all.get(last)?.includes.find((ref) => refName(ref) === path[0])?.origin;
    if (origin !== undefined) findings.push(cycle([...path, path[0] ?? ""], origin));
  }
  return findings;
}
