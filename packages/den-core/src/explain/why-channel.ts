import type { Origin } from "../diagnostics/origin.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { chainsTo } from "../pipeline/resolved.ts";
import { plain } from "../plan/plan.ts";
import { operationText } from "./effect-text.ts";
import { nearby } from "./nearby.ts";

/** A value that a host reads on a channel, and how it came to be published. */
export interface ChannelArrival {
  /** Where it is read. */
  readonly at: NodeId;
  readonly value: unknown;
  /** The scope and the aspect that published it, and where that is declared. */
  readonly scope: NodeId;
  readonly aspect: string;
  readonly origin: Origin;
  readonly chains: readonly (readonly string[])[];
}

/** A channel at a host: what arrives, and what policies around do to it. */
export interface ChannelAnswer {
  readonly channel: string;
  readonly items: readonly ChannelArrival[];
  readonly operations: readonly {
    readonly scope: NodeId;
    readonly text: string;
    readonly policy: string;
    readonly origin: Origin;
  }[];
}

/** The items that a host reads on a channel, and those that only entities below it read. */
export function explainChannel(pipeline: Pipeline, host: NodeId, channel: string): ChannelAnswer {
  const { evaluator, channels, resolution } = pipeline;
  const around = nearby(pipeline, host);
  const seen = new Set<unknown>();
  const items = around.slice(around.indexOf(host)).flatMap((at) =>
    evaluator.get(channels.visible, at, channel).items.flatMap((item): ChannelArrival[] => {
      if (seen.has(item)) return [];
      seen.add(item);
      const { scope, aspect } = item.origin;
      const chains = chainsTo(evaluator.get(resolution.resolution, scope), aspect);
      return [{ at, value: plain(item.value), scope, aspect, origin: item.declared, chains }];
    }),
  );
  return { channel, items, operations: operationsOn(pipeline, around, channel) };
}

/** What policies of scopes do to a channel, or to another that they rename to it. */
export function operationsOn(
  { evaluator, decided }: Pipeline,
  scopes: readonly NodeId[],
  channel: string,
): ChannelAnswer["operations"] {
  return scopes.flatMap((scope) =>
    evaluator
      .get(decided.decisions, scope)
      .effects.flatMap(({ effect, policy, origin }) =>
        effect.effect === "channel" &&
        (effect.channel.channel === channel ||
          (effect.channel.op === "rename" && effect.channel.as === channel))
          ? [{ scope, text: operationText(effect.channel), policy, origin }]
          : [],
      ),
  );
}
