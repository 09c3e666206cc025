import type { Finding } from "../diagnostics/finding.ts";
import type { NodeId } from "../pipeline/base.ts";
import { channelFindings } from "../pipeline/channels.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { policiesOf } from "../pipeline/policy-index.ts";

/** Operations on channels that cannot be meant, and what was wrong with what a scope publishes. */
export function checkChannels(pipeline: Pipeline, id: NodeId): Finding[] {
  const { model, evaluator, decided, channels } = pipeline;
  if (model.channels.size === 0)
    return channelFindings(
      id,
      evaluator.get(decided.decisions, id).effects,
      model.channels,
      new Map(),
    );
  const kind = id.slice(0, id.indexOf(":"));
  const policies = new Map(
    (policiesOf(model).byKind.get(kind) ?? []).map((policy) => [policy.name, policy]),
  );
  const operations = channelFindings(
    id,
    evaluator.get(decided.decisions, id).effects,
    model.channels,
    policies,
  );
  const published = [...model.channels.keys()].flatMap((name) => [
    ...evaluator.get(channels.emitted, id, name).findings,
  ]);
  return [...operations, ...published];
}
