import { type Attribute, attribute, type Context } from "gen-scope";
import type { Selector } from "gen-select";
import type { ChannelItem, ChannelOperation as Operation } from "../author/effects.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { entityId } from "../model/names.ts";
import type { PolicyModel } from "../model/read-policy.ts";
import { suggestion } from "../model/reader.ts";
import { type Base, type NodeId, wholeModel } from "./base.ts";
import type { Binder } from "./bind-content.ts";
import type { Decisions } from "./policy-effects.ts";
import { policiesOf } from "./policy-index.ts";
import { type ResolutionAttributes, settledPart } from "./resolution.ts";
import type { Scope } from "./scope.ts";
import { scopeView } from "./scope-view.ts";
import type { SelectionAttributes } from "./selection.ts";
import { isFinding, isMatch, readSelector } from "./selectors.ts";
import type { Topology } from "./topology.ts";

/** A value on a channel, with where it came from; one object however far it travels. */
export interface PublishedItem extends ChannelItem {
  readonly declared: Origin;
}

/** What is on a channel, and what was wrong in getting it. */
export interface Pool {
  readonly items: readonly PublishedItem[];
  readonly findings: readonly Finding[];
}

/** What arrives at a scope on a channel. */
export interface VisiblePool extends Pool {
  readonly withOrigin: boolean;
  /** The channels that it arrives from: itself, and those renamed to it on the way. */
  readonly from: readonly string[];
}

/** The contents of channels. */
export interface ChannelAttributes {
  /** What aspects publish at a scope itself. */
  readonly emitted: Attribute<NodeId, Pool, string>;
  /** Published at a scope, or exposed to it from below. */
  readonly local: Attribute<NodeId, Pool, string>;
  /** What a consumer at a scope would read. */
  readonly visible: Attribute<NodeId, VisiblePool, string>;
  /** Reads for content or a policy at a scope: remembered in `read`, unlike looking at `visible`. */
  readonly consume: (id: NodeId, channel: string, ctx: Context) => VisiblePool;
  /** Channels that content or policies have read so far. */
  readonly read: ReadonlySet<string>;
}

/** What channels are declared over. */
export interface ChannelInput {
  readonly base: Base;
  readonly topology: Topology;
  readonly resolution: ResolutionAttributes;
  readonly selection: SelectionAttributes;
  readonly decisions: (id: NodeId, ctx: Context) => Decisions;
  readonly binder: Binder;
  readonly contentScope: (id: NodeId, aspect: string, ctx: Context) => Scope;
}

/** What a policy does to a channel, and which policy that is. */
type ChannelOperation = Operation & { readonly policy: string; readonly origin: Origin };

const EMPTY: Pool = { items: [], findings: [] };

const kindOf = (id: NodeId): string => id.slice(0, id.indexOf(":"));

/** Declares the contents of channels. Nothing is computed for a channel that nobody reads. */
export function declareChannels(input: ChannelInput): ChannelAttributes {
  const { base, topology, resolution, binder, decisions } = input;
  const read = new Set<string>();

  const emitted: ChannelAttributes["emitted"] = attribute(
    "emitted",
    (id: NodeId, ctx: Context, channel: string) => {
      const items: PublishedItem[] = [];
      const findings: Finding[] = [];
      for (const { aspect, owners, parts } of ctx.get(resolution.resolution, id).aspects.values()) {
        for (const part of parts) {
          if (!part.channels.has(channel)) continue;
          const settled = settledPart(binder, wholeModel(base, ctx), aspect, part, () =>
            input.contentScope(id, aspect.name, ctx),
          );
          if ("finding" in settled) findings.push(settled.finding);
          const declared = "part" in settled ? settled.part.channels.get(channel) : undefined;
          if (declared === undefined) continue;
          const publish = (at: NodeId) =>
            typeof declared.value === "function"
              ? binder.call(
                  declared.value as (args: never) => unknown,
                  input.contentScope(at, aspect.name, ctx),
                  declared.origin,
                  `the aspect ${aspect.name}, channel ${channel},`,
                )
              : { value: declared.value };
          // Who includes the aspect publishes; here only what waits for an entity of this kind.
          if (!owners.has(id)) {
            const owner = ctx.get(topology.chain, id).find((node) => owners.has(node));
            const bound =
              aspect.parts.includes(part) && owner !== undefined
                ? publish(owner)
                : { waitsFor: kindOf(id) };
            if (!("waitsFor" in bound) || bound.waitsFor !== kindOf(id)) continue;
          }
          const found = publish(id);
          if ("finding" in found) findings.push(found.finding);
          if (!("value" in found)) continue;
          for (const value of Array.isArray(found.value) ? found.value : [found.value]) {
            if (value === undefined || value === null) continue;
            items.push({
              value,
              origin: { scope: id, aspect: aspect.name },
              declared: declared.origin,
            });
          }
        }
      }
      return items.length + findings.length === 0 ? EMPTY : { items, findings };
    },
  );

  const operations = (id: NodeId, channel: string, ctx: Context): ChannelOperation[] =>
    decisions(id, ctx).effects.flatMap(({ effect, policy, origin }) =>
      effect.effect === "channel" && effect.channel.channel === channel
        ? [{ ...effect.channel, policy, origin }]
        : [],
    );

  const local: ChannelAttributes["local"] = attribute(
    "local",
    (id: NodeId, ctx: Context, channel: string) => {
      const pools = [ctx.get(emitted, id, channel)];
      if (policiesMay(base, "exposes", channel, ctx)) {
        for (const child of ctx.get(topology.children, id)) {
          if (operations(child, channel, ctx).some(({ op }) => op === "expose"))
            pools.push(ctx.get(local, child, channel));
        }
      }
      return join(pools);
    },
  );

  /** Everything that some scope broadcasts on a channel: found once for the whole fleet. */
  const broadcasts: Attribute<
    NodeId,
    readonly { readonly from: NodeId; readonly to: Selector }[],
    string
  > = attribute("broadcasts", (fleet: NodeId, ctx: Context, channel: string) => {
    const found: { from: NodeId; to: Selector }[] = [];
    const stack = [fleet];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      for (const operation of operations(id, channel, ctx)) {
        if (operation.op !== "broadcast") continue;
        const to = readSelector(operation.to, { file: "", path: [] });
        if (!isFinding(to)) found.push({ from: id, to });
      }
      stack.push(...[...ctx.get(topology.children, id)].reverse());
    }
    return found;
  });

  /** What one scope contributes to what is read at it and below: local, collected, received. */
  const pool: Attribute<NodeId, Pool, string> = attribute(
    "pool",
    (id: NodeId, ctx: Context, channel: string) => {
      const pools = [ctx.get(local, id, channel)];
      const findings: Finding[] = [];
      const fleet = entityId("fleet", wholeModel(base, ctx).name);
      for (const { effect, policy, origin } of decisions(id, ctx).effects) {
        if (
          effect.effect !== "channel" ||
          effect.channel.channel !== channel ||
          effect.channel.op !== "collect"
        )
          continue;
        const from = readSelector(effect.channel.from, origin);
        if (isFinding(from)) {
          findings.push({ ...from, message: `the policy ${policy}: ${from.message}` });
          continue;
        }
        for (const peer of ctx.get(input.selection.selection, fleet, from)) {
          if (peer !== id) pools.push(ctx.get(local, peer, channel));
        }
      }
      if (policiesMay(base, "broadcasts", channel, ctx)) {
        for (const { from, to } of ctx.get(broadcasts, fleet, channel)) {
          if (from !== id && isMatch(to, id, scopeView(base, topology, ctx)))
            pools.push(ctx.get(local, from, channel));
        }
      }
      const all = join(pools);
      return { items: all.items, findings: [...all.findings, ...findings] };
    },
  );

  const visible: ChannelAttributes["visible"] = attribute(
    "visible",
    (id: NodeId, ctx: Context, channel: string) => {
      const pools: Pool[] = [];
      const from = new Set([channel]);
      const findings: Finding[] = [];
      let withOrigin = false;
      for (const node of ctx.get(topology.chain, id)) {
        for (const name of sources(node, channel, ctx)) {
          from.add(name);
          const shaped = shape(
            ctx.get(pool, node, name),
            operations(node, name, ctx),
            node,
            findings,
          );
          withOrigin ||= operations(node, name, ctx).some(({ op }) => op === "withOrigin");
          pools.push(shaped);
        }
      }
      const all = join(pools);
      return {
        items: all.items,
        findings: [...all.findings, ...findings],
        withOrigin,
        from: [...from],
      };
    },
  );

  const consume: ChannelAttributes["consume"] = (id, channel, ctx) => {
    const pool = ctx.get(visible, id, channel);
    for (const name of pool.from) read.add(name);
    return pool;
  };

  /** The channels that arrive under a name at a scope: itself, and those that are renamed to it. */
  const sources = (id: NodeId, channel: string, ctx: Context): string[] => {
    const renamed = decisions(id, ctx).effects.flatMap(({ effect }) =>
      effect.effect === "channel" && effect.channel.op === "rename" && effect.channel.as === channel
        ? [effect.channel.channel]
        : [],
    );
    return [channel, ...renamed.filter((name) => name !== channel)];
  };

  return { emitted, local, visible, consume, read };
}

/** Pools as one, each item once: an item that arrives on two ways is still one item. */
function join(pools: readonly Pool[]): Pool {
  if (pools.length === 1 && pools[0] !== undefined) return pools[0];
  const items = new Set(pools.flatMap((pool) => [...pool.items]));
  const findings = pools.flatMap((pool) => [...pool.findings]);
  return items.size + findings.length === 0 ? EMPTY : { items: [...items], findings };
}

/** Applies the filters, then the transformations of a scope, in the order of policy names. */
function shape(
  pool: Pool,
  operations: readonly ChannelOperation[],
  at: NodeId,
  findings: Finding[],
): Pool {
  let { items } = pool;
  const attempt = <T>(
    { op, channel, policy, origin }: ChannelOperation,
    run: () => T,
    otherwise: T,
  ): T => {
    try {
      return run();
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      findings.push(
        problem(
          "DEN_POLICY_THROWS",
          `the ${op} of ${channel} by the policy ${policy} throws ${message.split("\n")[0]} at ${at.replace(":", " ")}`,
          { subject: `policy ${policy}`, places: [origin] },
        ),
      );
      return otherwise;
    }
  };
  for (const operation of operations) {
    if (operation.op === "filter")
      items = items.filter((item) => attempt(operation, () => operation.keep(item), false));
  }
  for (const operation of operations) {
    if (operation.op !== "transform") continue;
    items = items.map((item) => ({
      ...item,
      value: attempt(operation, () => operation.map(item), item.value),
    }));
  }
  return items === pool.items ? pool : { items, findings: pool.findings };
}

const WORDS = { exposes: "expose", broadcasts: "broadcast" } as const;

/**
 * Whether any policy may expose or broadcast a channel: by what it declares, by the effects it holds as
 * data, or because its function's text has the word. Where none may, a reader never looks at other scopes.
 */
function policiesMay(base: Base, what: keyof typeof WORDS, channel: string, ctx: Context): boolean {
  for (const policies of policiesOf(wholeModel(base, ctx)).byKind.values()) {
    if (policies.some((policy) => may(policy, what, channel))) return true;
  }
  return false;
}

function may(policy: PolicyModel, what: keyof typeof WORDS, channel: string): boolean {
  if (policy[what].includes(channel)) return true;
  if (typeof policy.run === "function") return mentions(policy.run, WORDS[what]);
  return policy.run.some(
    (effect) =>
      effect?.effect === "channel" &&
      effect.channel.op === WORDS[what] &&
      effect.channel.channel === channel,
  );
}

const texts = new WeakMap<object, string>();

function mentions(run: object, word: string): boolean {
  let text = texts.get(run);
  if (text === undefined) {
    text = String(run);
    texts.set(run, text);
  }
  return text.includes(word);
}

/** Operations of a scope's policies on channels that are not declared, or that were not foreseen. */
export function channelFindings(
  id: NodeId,
  effects: Decisions["effects"],
  channels: ReadonlyMap<string, unknown>,
  policies: ReadonlyMap<string, PolicyModel>,
): Finding[] {
  return effects.flatMap(({ effect, policy, origin }) => {
    if (effect.effect !== "channel") return [];
    const { channel, op } = effect.channel;
    const names = op === "rename" ? [channel, effect.channel.as] : [channel];
    const unknown = names.filter((name) => !channels.has(name));
    if (unknown[0] !== undefined) {
      return [
        problem(
          "DEN_UNKNOWN_CHANNEL",
          `the policy ${policy} at ${id.replace(":", " ")} names the channel ${JSON.stringify(unknown[0])}, which is not declared`,
          {
            places: [origin],
            remedy: suggestion(unknown[0], channels.keys()),
          },
        ),
      ];
    }
    const selector =
      op === "collect" ? effect.channel.from : op === "broadcast" ? effect.channel.to : undefined;
    if (selector !== undefined) {
      const read = readSelector(selector, origin);
      if (isFinding(read)) return [{ ...read, message: `the policy ${policy}: ${read.message}` }];
    }
    const declared = policies.get(policy);
    const what = op === "expose" ? "exposes" : op === "broadcast" ? "broadcasts" : undefined;
    if (what === undefined || declared === undefined || may(declared, what, channel)) return [];
    return [
      problem(
        "DEN_POLICY_SHAPE",
        `the policy ${policy} ${what} ${channel} through a function elsewhere: others cannot know`,
        {
          places: [origin],
          remedy: `declare ${what}: [${JSON.stringify(channel)}]`,
        },
      ),
    ];
  });
}
