import type { Picture } from "den-diagram";
import type { Origin } from "../diagnostics/origin.ts";
import { pathText } from "../diagnostics/origin.ts";
import { settingsAt } from "../explain/settings-at.ts";
import { entityId } from "../model/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { plain } from "../plan/plan.ts";
import { cut, details, originRows } from "./details.ts";
import { aspectNode, entityNode, policyNode, settingNode } from "./ids.ts";
import { collect, type Parts } from "./parts.ts";

/**
 * The settings of an aspect at a host: each leaf with the layer that sets it, and the layers that this
 * one shadows, muted. Where the host lacks the aspect all leaves are muted: they have no effect.
 *
 * @throws DenError `DEN_UNKNOWN_HOST`, `DEN_UNKNOWN_ASPECT`
 */
export function settingsPicture(pipeline: Pipeline, host: string, aspect: string): Picture {
  const parts = collect();
  const { present } = settingsAt(pipeline, host, aspect);
  const id = entityId("host", host);
  const folded = pipeline.settings.of(id, aspect, pipeline.evaluator);
  const leaves = folded?.leaves() ?? [];
  const winners = new Set(leaves.map(({ layer }) => layer));
  for (const leaf of leaves) {
    const path = pathText(leaf.path);
    const to = parts.node({
      id: settingNode(aspect, path),
      kind: "setting",
      label: path === "" ? aspect : path,
      note: cut(textOf(leaf.value)),
      ...(present ? {} : { muted: true }),
      ...details(
        ["value", textOf(leaf.value)],
        ["set by", leaf.layer],
        ...originRows(originsOf(leaf.origin)),
        ["effect", present ? undefined : `none: ${host} lacks ${aspect}`],
      ),
    });
    parts.edge({ from: layerNode(parts, leaf.layer, false), to, kind: "sets" });
    for (const { layer, value, origin } of leaf.shadowed) {
      const from = layerNode(parts, layer, !winners.has(layer));
      const label = cut(textOf(value));
      const told = details(["value", textOf(value)], ...originRows(originsOf(origin)));
      parts.edge({ from, to, kind: "shadowed", label, muted: true, ...told });
    }
  }
  return parts.done(`Settings of ${aspect} at ${host}`);
}

/** The policy, entity or aspect that a layer is. */
function layerNode(parts: Parts, layer: string, muted: boolean): string {
  const space = layer.indexOf(" ");
  const [kind, name] = [layer.slice(0, space), layer.slice(space + 1)];
  const id =
    kind === "policy"
      ? policyNode(name)
      : kind === "aspect"
        ? aspectNode(name)
        : entityNode(entityId(kind, name));
  return parts.node({
    id,
    kind,
    label: name,
    ...(kind === "aspect" ? { note: "default" } : {}),
    ...(muted ? { muted } : {}),
  });
}

function textOf(value: unknown): string {
  return JSON.stringify(plain(value)) ?? "";
}

function originsOf(value: unknown): Origin[] {
  const found = value as Origin | undefined;
  return found !== undefined && typeof found.file === "string" ? [found] : [];
}
