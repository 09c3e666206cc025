import { type Picture, picture } from "den-diagram";
import type { PlanDiff } from "../diff/diff-plans.ts";
import type { NodeId } from "../pipeline/base.ts";
import { details, listText, type Row, valueText } from "./details.ts";
import { aspectNode, entityNode } from "./ids.ts";

/** What is told of parts of a picture that say the same before and after, though something changed: by id. */
export type Changes = ReadonlyMap<string, readonly Row[]>;

/** What changed at each entity: its outputs, its settings. */
export function entityChanges({ outputs, entities }: PlanDiff): Changes {
  const found = new Map<string, Row[]>();
  for (const { output, scope } of outputs)
    push(found, entityNode(scope), ["output changed", output]);
  for (const { entity, settings } of entities)
    for (const { aspect, setting, before, after } of settings)
      push(found, entityNode(entity), changeRow(`${aspect}.${setting}`, before, after));
  return found;
}

/** What changed of each aspect: content in outputs, and settings; at all scopes, or at some. */
export function aspectChanges(
  { outputs, entities }: PlanDiff,
  scopes?: ReadonlySet<NodeId>,
): Changes {
  const content = new Map<string, Set<string>>();
  for (const { output, scope, added, removed, changed } of outputs) {
    if (scopes !== undefined && !scopes.has(scope)) continue;
    for (const { aspect } of [...added, ...removed, ...changed])
      content.set(aspect, (content.get(aspect) ?? new Set()).add(output));
  }
  const found = new Map<string, Row[]>();
  for (const [aspect, names] of content)
    push(found, aspectNode(aspect), ["content changed in", listText(names)]);
  const where = new Map<string, Set<string>>();
  for (const { entity, settings } of entities) {
    if (scopes !== undefined && !scopes.has(entity)) continue;
    for (const { aspect, setting, before, after } of settings) {
      if (scopes !== undefined) push(found, aspectNode(aspect), changeRow(setting, before, after));
      else where.set(aspect, (where.get(aspect) ?? new Set()).add(entity.replace(":", " ")));
    }
  }
  for (const [aspect, names] of where)
    push(found, aspectNode(aspect), ["settings changed at", listText(names)]);
  return found;
}

/** A difference in which parts that changed behind what they say are changed too, and say what. */
export function withChanges(whole: Picture, changes: Changes): Picture {
  const told = <P extends Picture["nodes"][number] | Picture["groups"][number]>(part: P): P => {
    const rows = changes.get(part.id);
    if (rows === undefined || part.change === "added" || part.change === "removed") return part;
    return { ...part, ...details(...(part.details ?? []), ...rows), change: "changed" };
  };
  return picture({ ...whole, nodes: whole.nodes.map(told), groups: whole.groups.map(told) });
}

function push(to: Map<string, Row[]>, id: string, row: Row): void {
  const rows = to.get(id);
  if (rows === undefined) to.set(id, [row]);
  else rows.push(row);
}

function changeRow(setting: string, before: unknown, after: unknown): Row {
  const text = (value: unknown): string =>
    value === undefined
      ? "nothing"
      : typeof value === "string"
        ? JSON.stringify(value)
        : valueText(value);
  return [`setting ${setting}`, `${text(before)} → ${text(after)}`];
}
