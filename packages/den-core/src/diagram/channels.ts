import type { Picture } from "den-diagram";
import { destructured } from "gen-nix";
import { allEntities } from "../check/check-landing.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { nearby } from "../explain/nearby.ts";
import { explainChannel, operationsOn } from "../explain/why-channel.ts";
import { compareNames } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import { hostId, type Pipeline } from "../pipeline/pipeline.ts";
import type { ResolvedAspect } from "../pipeline/resolved.ts";
import { details, originRows } from "./details.ts";
import { type AnyFunction, functionsIn, mentions } from "./functions.ts";
import { aspectNode, channelNode, entityNode, nodeAt, policyNode } from "./ids.ts";
import { collect, type Parts } from "./parts.ts";

/**
 * Channels with the aspects that publish on them, those whose content reads them, and the policies that
 * shape or move what is on them: of the whole fleet, or as they are at one host, where a publisher
 * elsewhere stands in a group of its scope. Values are not shown.
 *
 * @throws DenError `DEN_UNKNOWN_HOST`
 */
export function channelsPicture(pipeline: Pipeline, host?: string): Picture {
  const parts = collect();
  const { model } = pipeline;
  const id = host === undefined ? undefined : hostId(model, host);
  for (const [name, { value, origin }] of model.channels) {
    parts.node({
      id: channelNode(name),
      kind: "channel",
      label: name,
      ...details(["description", value.description], ...originRows([origin])),
    });
    const flow = id === undefined ? everywhere(pipeline, name) : around(pipeline, id, name);
    draw(parts, name, flow, id);
  }
  return parts.done(`Channels of ${host === undefined ? model.name : `host ${host}`}`);
}

/** What happens on a channel, wherever that is looked at. */
interface Flow {
  readonly published: readonly {
    readonly scope: NodeId;
    readonly aspect: string;
    readonly origin: Origin;
  }[];
  readonly read: readonly { readonly scope: NodeId; readonly aspect: string }[];
  readonly operations: readonly {
    readonly scope: NodeId;
    readonly policy: string;
    readonly text: string;
    readonly origin: Origin;
  }[];
}

function everywhere(pipeline: Pipeline, channel: string): Flow {
  const { evaluator, channels } = pipeline;
  const scopes = allEntities(pipeline);
  return {
    published: scopes.flatMap((scope) =>
      evaluator
        .get(channels.emitted, scope, channel)
        .items.map(({ origin, declared }) => ({ ...origin, origin: declared })),
    ),
    read: scopes.flatMap((scope) => readers(pipeline, scope, "own", channel)),
    operations: operationsOn(pipeline, scopes, channel),
  };
}

function around(pipeline: Pipeline, host: NodeId, channel: string): Flow {
  const { items, operations } = explainChannel(pipeline, host, channel);
  const near = nearby(pipeline, host);
  const below = near.slice(near.indexOf(host) + 1);
  return {
    published: items.map(({ scope, aspect, origin }) => ({ scope, aspect, origin })),
    read: [
      ...readers(pipeline, host, "all", channel),
      ...below.flatMap((scope) => readers(pipeline, scope, "own", channel)),
    ],
    operations,
  };
}

/** The aspects of a scope that have a function which takes the channel. */
function readers(
  { evaluator, resolution }: Pipeline,
  scope: NodeId,
  which: "own" | "all",
  channel: string,
): Flow["read"] {
  const resolved = evaluator.get(which === "own" ? resolution.own : resolution.resolution, scope);
  return [...resolved.aspects]
    .filter(([, found]) => contentOf(found).some((run) => takes(run, channel)))
    .map(([aspect]) => ({ scope, aspect }));
}

function contentOf({ parts }: ResolvedAspect): AnyFunction[] {
  return parts.flatMap(({ contents, channels }) =>
    [...contents.values(), ...channels.values()].flatMap(({ value }) => functionsIn(value)),
  );
}

/** Whether a function destructures a name; one that takes its argument whole, whether it says the name. */
function takes(run: AnyFunction, name: string): boolean {
  const names = destructured(run);
  return names.length > 0 ? names.some((key) => key.name === name) : mentions(run, name);
}

function draw(parts: Parts, channel: string, flow: Flow, host: NodeId | undefined): void {
  const middle = channelNode(channel);
  const aspect = (scope: NodeId, name: string): string => {
    const elsewhere = host !== undefined && scope !== host;
    const common = { kind: "aspect", label: name };
    if (!elsewhere) return parts.node({ id: aspectNode(name), ...common });
    const [kind = "", ...rest] = scope.split(":");
    const group = parts.group({ id: entityNode(scope), kind, label: rest.join(":") });
    return parts.node({ id: nodeAt(aspectNode(name), scope), group, ...common });
  };
  for (const found of together(flow.published, ({ scope, aspect: name }) => aspect(scope, name))) {
    const { key: from, items } = found;
    parts.edge({
      from,
      to: middle,
      kind: "publishes",
      ...details(
        ["values", items.length],
        ["at", scopesText(items)],
        ...originRows(items.map(({ origin }) => origin)),
      ),
    });
  }
  for (const { key, items } of together(flow.read, ({ scope, aspect: name }) =>
    aspect(scope, name),
  ))
    parts.edge({ from: middle, to: key, kind: "reads", ...details(["at", scopesText(items)]) });
  for (const { items } of together(flow.operations, ({ policy, text }) =>
    JSON.stringify([policy, text]),
  )) {
    const [first] = items;
    if (first === undefined) continue;
    const from = parts.node({ id: policyNode(first.policy), kind: "policy", label: first.policy });
    parts.edge({
      from,
      to: middle,
      kind: "shapes",
      label: first.text,
      ...details(["at", scopesText(items)], ...originRows(items.map(({ origin }) => origin))),
    });
  }
}

function together<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): { readonly key: string; readonly items: readonly T[] }[] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = found.get(key);
    if (list === undefined) found.set(key, [item]);
    else list.push(item);
  }
  return [...found].map(([key, list]) => ({ key, items: list }));
}

function scopesText(items: readonly { readonly scope: NodeId }[]): readonly string[] {
  return [...new Set(items.map(({ scope }) => scope.replace(":", " ")))].sort(compareNames);
}
