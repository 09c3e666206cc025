import type { Context } from "gen-scope";
import type { Peer, VarsAccessor } from "../author/content.ts";
import type { HostView } from "../author/views.ts";
import { refuse } from "../diagnostics/den-error.ts";
import type { Declared } from "../model/model.ts";
import { entityId } from "../model/names.ts";
import { isRecord, suggestion } from "../model/reader.ts";
import { watchTags } from "./asked-tags.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import { lazyProperty } from "./lazy-property.ts";
import type { ScopeFactory } from "./scope.ts";
import type { SelectionAttributes } from "./selection.ts";
import { isFinding, readSelector } from "./selectors.ts";
import type { SettingsAttributes } from "./settings.ts";
import { strictSettings } from "./strict-settings.ts";
import type { Topology } from "./topology.ts";

/** What peers are made from. */
export interface PeerInput {
  readonly base: Base;
  readonly topology: Topology;
  readonly selection: SelectionAttributes;
  readonly settings: SettingsAttributes;
  readonly views: ScopeFactory;
  /** What a peer shows of its generated values. */
  readonly vars: (id: NodeId, ctx: Context) => VarsAccessor;
}

/**
 * `peers` of content or of a policy: for each declared role the members, in name order. Names cost
 * names; a peer's settings are computed when they are read.
 */
export function peersAccessor(
  input: PeerInput,
  roles: ReadonlyMap<string, Declared<unknown>>,
  ctx: Context,
): Readonly<Record<string, unknown>> {
  const accessor: Record<string, unknown> = Object.create(null);
  for (const [role, declared] of roles) {
    lazyProperty(accessor, role, () => peersOf(input, role, declared, ctx));
  }
  return new Proxy(accessor, {
    get(target, key) {
      if (typeof key === "string" && !(key in target)) {
        refuse("DEN_UNKNOWN_KEY", `there is no role ${JSON.stringify(key)} among the peers`, {
          remedy: suggestion(key, roles.keys()),
        });
      }
      return Reflect.get(target, key);
    },
  });
}

function peersOf(
  input: PeerInput,
  role: string,
  declared: Declared<unknown>,
  ctx: Context,
): readonly Peer[] {
  const { value, origin } = declared;
  const nested = isRecord(value) && !("sel" in value);
  const selector = readSelector(nested ? value.members : value, origin);
  if (isFinding(selector)) {
    return refuse(selector.code, `the peers ${role}: ${selector.message}`, { places: [origin] });
  }
  const aspect = nested && typeof value.aspect === "string" ? value.aspect : undefined;
  const fleet = entityId("fleet", wholeModel(input.base, ctx).name);
  const ids = ctx.get(input.selection.selection, fleet, selector);
  const peers = ids.map((id) => peer(input, id, aspect, ctx));
  return Object.assign(peers, { names: ids.map((id) => id.slice(id.indexOf(":") + 1)) });
}

function peer(input: PeerInput, id: NodeId, aspect: string | undefined, ctx: Context): Peer {
  const { base, topology, settings, views } = input;
  return {
    name: id.slice(id.indexOf(":") + 1),
    get host() {
      return views.view(id, ctx) as HostView;
    },
    get tags() {
      return watchTags(ctx.get(topology.tags, id), topology.asked);
    },
    get meta() {
      return entityOf(base, id, ctx).meta;
    },
    get settings() {
      if (aspect === undefined) return {};
      const folded = ctx.get(settings.settings, id, aspect);
      return strictSettings(aspect, folded, ctx.get(settings.schema, aspect).json);
    },
    get vars() {
      return input.vars(id, ctx);
    },
  } as Peer;
}
