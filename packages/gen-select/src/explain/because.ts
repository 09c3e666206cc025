import { ownAttr } from "../match/test-value.ts";
import { nearest } from "../selector/nearest.ts";
import type { AttrSelector, Selector } from "../selector/selector.ts";
import { printPath } from "../text/print-selector.ts";
import { isUnknown, type Unknown, type View } from "../view/view.ts";

/** A value as JSON, short. */
function show(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = Object.prototype.toString.call(value);
  }
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function unsure({ reasons }: Unknown): string {
  return `is not known: ${reasons.join("; ")}`;
}

function tags(view: View, id: string, wanted: string | undefined): string {
  const answer = view.tags(id);
  const here = [...(isUnknown(answer) ? answer.atLeast : answer)].sort();
  const near = wanted === undefined || here.includes(wanted) ? undefined : nearest(wanted, here);
  const list =
    here.length === 0 ? "no tags" : `the tags ${here.map((tag) => JSON.stringify(tag)).join(", ")}`;
  const hint = near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`;
  return `has ${list}${isUnknown(answer) ? `, and the others are not known: ${answer.reasons.join("; ")}` : ""}${hint}`;
}

function attr(view: View, id: string, test: AttrSelector): string {
  const own = ownAttr(test.path);
  if (own === "tag")
    return tags(
      view,
      id,
      test.op !== "exists" && typeof test.value === "string" ? test.value : undefined,
    );
  const path = printPath(test.path);
  const value = own === undefined ? view.attr(id, test.path) : own === "id" ? id : view[own](id);
  if (isUnknown(value)) return `${path} ${unsure(value)}`;
  if (value === undefined) return `has no ${path}`;
  const wanted = test.op === "exists" || test.op === "in" ? undefined : test.value;
  const types =
    wanted !== undefined && String(wanted) === String(value) && typeof wanted !== typeof value
      ? ` (${typeof value}, not ${typeof wanted})`
      : "";
  return `has ${path} = ${show(value)}${types}`;
}

/** What a node says about a selector without operands. */
export function because(
  selector: Selector,
  id: string,
  view: View,
  reasons: readonly string[],
): string {
  switch (selector.sel) {
    case "star":
      return "is a node";
    case "kind": {
      const kind = view.kind(id);
      if (isUnknown(kind)) return `has a kind that ${unsure(kind)}`;
      return kind === undefined ? "has no kind" : `is of kind ${kind}`;
    }
    case "tag":
      return tags(view, id, selector.tag);
    case "name": {
      const name = view.name(id);
      if (isUnknown(name)) return `has a name that ${unsure(name)}`;
      return name === undefined ? "has no name" : `is named ${name}`;
    }
    case "attr":
      return attr(view, id, selector);
    case "when":
      return reasons.length > 0
        ? `is not known: ${reasons.join("; ")}`
        : `asked the predicate ${selector.name}`;
    default:
      return reasons.length > 0 ? `is not known: ${reasons.join("; ")}` : "";
  }
}
