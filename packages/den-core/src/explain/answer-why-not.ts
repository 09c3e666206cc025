import { refuse } from "../diagnostics/den-error.ts";
import { suggestion } from "../model/reader.ts";
import { hostId, type Pipeline } from "../pipeline/pipeline.ts";
import { type WhyPolicy, whyPolicy } from "./answer-why.ts";
import { type Absence, explainAbsence } from "./why-not.ts";
import { policyNames } from "./why-policy.ts";

/** Why an aspect is not at a host. */
export interface WhyNotAspect extends Absence {
  readonly kind: "aspect";
  readonly host: string;
}

/** Why something is not at a host: plain data, told apart by `kind`. */
export type WhyNotAnswer = WhyNotAspect | WhyPolicy;

/**
 * What kept an aspect or the effects of a policy away from a host, and what would have brought them.
 *
 * @throws DenError `DEN_UNKNOWN_HOST`, `DEN_UNKNOWN_ASPECT`
 */
export function answerWhyNot(pipeline: Pipeline, host: string, thing: string): WhyNotAnswer {
  const { model } = pipeline;
  const id = hostId(model, host);
  if (model.aspects.has(thing))
    return { kind: "aspect", host, ...explainAbsence(pipeline, id, thing) };
  const policy = whyPolicy({ pipeline, host, id, name: thing });
  if (policy !== undefined) return policy;
  return refuse("DEN_UNKNOWN_ASPECT", `there is no aspect or policy ${JSON.stringify(thing)}`, {
    remedy: suggestion(thing, [...model.aspects.keys(), ...policyNames(pipeline).keys()]),
  });
}
