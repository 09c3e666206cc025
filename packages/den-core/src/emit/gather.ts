import type { Finding } from "../diagnostics/finding.ts";
import { entityId } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Contribution } from "../pipeline/contributions.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** What landed for one class at one scope above the machines. */
export interface Gathered {
  readonly at: NodeId;
  /** The scope's name: the environment's, or the fleet's. */
  readonly name: string;
  readonly contributions: readonly Contribution[];
}

/** Everything that landed for a class at the fleet and at environments, scopes in that order. */
export function gather(pipeline: Pipeline, className: string, findings: Finding[]): Gathered[] {
  const { model, evaluator, contributions } = pipeline;
  const known = model.classes.get(className);
  const scopes: NodeId[] = [];
  if (known?.kinds.includes("fleet") === true) scopes.push(entityId("fleet", model.name));
  if (known?.kinds.includes("environment") === true) {
    scopes.push(...model.environmentNames.map((name) => entityId("environment", name)));
  }
  return scopes.flatMap((at) => {
    const landed = evaluator.get(contributions.landed, at, className);
    findings.push(...landed.findings);
    const name = at.slice(at.indexOf(":") + 1);
    return landed.contributions.length === 0
      ? []
      : [{ at, name, contributions: landed.contributions }];
  });
}
