import type { Picture } from "den-diagram";
import type { NodeId } from "../pipeline/base.ts";
import type { PlanAspect } from "../plan/plan.ts";
import { aspectRows } from "./aspect-rows.ts";
import { details, placedText, type Row } from "./details.ts";
import { aspectNode, entityNode, nodeAt, policyNode } from "./ids.ts";
import { collect, type Parts } from "./parts.ts";
import type { AspectStep, ScopeAspects, Source } from "./scope-aspects.ts";

/** A scope of the picture: where its nodes stand, and how they are called. */
interface Place {
  readonly parts: Parts;
  readonly scope: NodeId;
  /** The group of a scope below the host; undefined for the host and what is above it. */
  readonly group: string | undefined;
  readonly known: ReadonlyMap<string, PlanAspect>;
}

/**
 * The aspects of a host with every include that leads to them, from the scopes and policies that ask;
 * each scope below with its own aspects in a group. What was kept out is muted, with who excludes it.
 *
 * @param scopes the host with all its aspects, then those below with their own
 */
export function aspectsAtPicture(
  aspects: readonly PlanAspect[],
  scopes: readonly ScopeAspects[],
): Picture {
  const parts = collect();
  const known = new Map(aspects.map((aspect) => [aspect.name, aspect]));
  const [host, ...below] = scopes;
  if (host !== undefined) {
    scopeNode(parts, host.scope);
    draw({ parts, scope: host.scope, group: undefined, known }, host);
  }
  for (const one of below) {
    if (one.steps.length + one.excluded.length === 0) continue;
    const { kind, name } = split(one.scope);
    const group = parts.group({ id: entityNode(one.scope), kind, label: name });
    draw({ parts, scope: one.scope, group, known }, one);
  }
  return parts.done(`Aspects of ${host?.scope.replace(":", " ") ?? "nothing"}`);
}

function draw(place: Place, { steps, excluded }: ScopeAspects): void {
  const { parts } = place;
  const present = new Set(steps.map(({ aspect }) => aspect));
  const ways = new Map<string, string[]>();
  for (const { aspect, how } of steps)
    if (how !== undefined) ways.set(aspect, [...(ways.get(aspect) ?? []), how]);
  for (const name of present)
    aspect(place, name, [["included", [...new Set(ways.get(name))].sort()]]);
  for (const step of steps) drawStep(place, step, false);
  const kept = new Map<string, Row[]>();
  for (const { aspect: name, by, origin } of excluded) {
    const text = placedText(sourceText(by), origin);
    const rows = kept.get(name) ?? [];
    if (!rows.some(([, known]) => known === text)) rows.push(["excluded by", text]);
    kept.set(name, rows);
  }
  for (const [name, rows] of kept)
    if (!present.has(name))
      aspect(
        place,
        name,
        rows.sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1)),
        true,
      );
  for (const { aspect: name, by, step } of excluded) {
    if (step !== undefined) drawStep(place, step, true);
    const from = source(place, by);
    if (from !== undefined)
      parts.edge({ from, to: local(place, aspectNode(name)), kind: "excludes" });
  }
}

function drawStep(place: Place, { aspect: name, from, how }: AspectStep, muted: boolean): void {
  const start = source(place, from);
  if (start === undefined) return;
  place.parts.edge({
    from: start,
    to: local(place, aspectNode(name)),
    kind: "includes",
    ...(how === undefined ? {} : { label: how }),
    ...(muted ? { muted } : {}),
  });
}

function aspect(place: Place, name: string, rows: readonly Row[], muted = false): string {
  return place.parts.node({
    id: local(place, aspectNode(name)),
    kind: "aspect",
    label: name,
    ...(place.group === undefined ? {} : { group: place.group }),
    ...(muted ? { muted } : {}),
    ...details(...aspectRows(place.known.get(name)), ...rows),
  });
}

/** The node that an edge begins at; none for a scope that is a frame already. */
function source(place: Place, from: Source): string | undefined {
  const { parts, scope, group } = place;
  if ("aspect" in from) return aspect(place, from.aspect, []);
  if (!("policy" in from))
    return from.scope === scope && group !== undefined ? undefined : scopeNode(parts, from.scope);
  const inside = group !== undefined && from.scope === scope;
  const id = parts.node({
    id: inside ? nodeAt(policyNode(from.policy), scope) : policyNode(from.policy),
    kind: "policy",
    label: from.policy,
    ...(inside ? { group } : {}),
  });
  if (!inside) parts.edge({ from: scopeNode(parts, from.scope), to: id, kind: "fires" });
  return id;
}

function scopeNode(parts: Parts, scope: NodeId): string {
  const { kind, name } = split(scope);
  return parts.node({ id: entityNode(scope), kind, label: name });
}

function local({ scope, group }: Place, node: string): string {
  return group === undefined ? node : nodeAt(node, scope);
}

function split(id: NodeId): { readonly kind: string; readonly name: string } {
  const colon = id.indexOf(":");
  return { kind: id.slice(0, colon), name: id.slice(colon + 1) };
}

function sourceText(by: Source): string {
  if ("aspect" in by) return `aspect ${by.aspect}`;
  const scope = by.scope.replace(":", " ");
  return "policy" in by ? `policy ${by.policy} at ${scope}` : scope;
}
