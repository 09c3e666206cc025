import { type Finding, problem } from "../diagnostics/finding.ts";
import { below } from "../diagnostics/origin.ts";
import type { Declared, Model } from "../model/model.ts";
import { createReader, isRecord } from "../model/reader.ts";
import { policiesOf } from "../pipeline/policy-index.ts";
import { isFinding, readSelector } from "../pipeline/selectors.ts";
import { unknownAspect } from "../pipeline/walk-includes.ts";
import { instanceName } from "../services/read-services.ts";

/**
 * Declarations of `peers` that say nothing: no selector, an unknown key, an aspect that is not declared.
 * Content reads peers only where it runs, so what is wrong is told before.
 */
export function checkPeers(model: Model): Finding[] {
  const instances = new Set(model.services.map(instanceName));
  // What services compile to is right by itself.
  const declared = (name: string): boolean => !instances.has(name.split("/")[0] ?? "");
  const policies = [...policiesOf(model).byKind.values()].flat();
  return [
    ...[...model.aspects.values()].map((aspect) => ({ aspect, what: `the aspect ${aspect.name}` })),
    ...policies.map((policy) => ({ aspect: policy, what: `the policy ${policy.name}` })),
  ].flatMap(({ aspect: { name, peers }, what }) =>
    declared(name)
      ? [...peers].flatMap(([role, peer]) => peerProblems(role, peer, what, model))
      : [],
  );
}

function peerProblems(
  role: string,
  { value, origin }: Declared<unknown>,
  what: string,
  model: Model,
): Finding[] {
  const findings: Finding[] = [];
  const nested = isRecord(value) && !("sel" in value);
  if (nested) {
    const where = `${what}, peers ${role},`;
    createReader(findings).closed(value, ["members", "aspect"], origin, where);
    const { aspect } = value;
    if (aspect !== undefined && typeof aspect !== "string") {
      findings.push(
        problem("DEN_WRONG_TYPE", `${where} names an aspect that is no name`, {
          places: [below(origin, "aspect")],
        }),
      );
    } else if (aspect !== undefined && !model.aspects.has(aspect)) {
      findings.push(unknownAspect(aspect, below(origin, "aspect"), model.aspects.keys()));
    }
  }
  const selector = readSelector(nested ? value.members : value, origin);
  if (isFinding(selector))
    findings.push({ ...selector, message: `the peers ${role}: ${selector.message}` });
  return findings;
}
