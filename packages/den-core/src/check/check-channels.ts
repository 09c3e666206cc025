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

/** What goes wrong in shaping the channels that were read: only a reader runs the functions of policies. */
export function checkShapes(pipeline: Pipeline, id: NodeId): Finding[] {
  const { evaluator, decided, channels } = pipeline;
  const shaped = new Set<string>();
  for (const { effect } of evaluator.get(decided.decisions, id).effects) {
    if (effect.effect !== "channel") continue;
    const { op, channel } = effect.channel;
    if (op === "filter" || op === "transform") shaped.add(channel);
  }
  return [...shaped]
    .filter((channel) => channels.read.has(channel))
    .flatMap((channel) => [...evaluator.get(channels.visible, id, channel).findings]);
}
