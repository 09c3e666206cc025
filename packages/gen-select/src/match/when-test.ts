import type { WhenSelector, WhenView } from "../selector/selector.ts";
import { isUnknown, type Unknown, unknown, type View } from "../view/view.ts";
import type { Verdict } from "./verdict.ts";

/** Ends a predicate whose answer is already known to be unknown. */
class Stop {}

function dotted(path: string | readonly string[]): readonly string[] {
  return typeof path === "string" ? path.split(".") : path;
}

function covers(declared: readonly string[], path: readonly string[]): boolean {
  return declared.length <= path.length && declared.every((part, i) => part === path[i]);
}

/**
 * The test of a predicate over a view. It sees what it declared; an undeclared read, an unknown input
 * or a throw make the answer unknown, even if the predicate tries to hide it, so that the outcome does
 * not depend on which operand is looked at first.
 */
export function whenTest(when: WhenSelector, view: View): (id: string) => Verdict {
  let open: Unknown | undefined;
  const see = createSee(when, view, (why) => {
    open ??= why;
    throw new Stop();
  });
  return (id) => {
    open = undefined;
    try {
      const answer: unknown = when.test(id, see);
      if (open !== undefined) return open;
      if (typeof answer === "boolean" || isUnknown(answer)) return answer;
      return unknown(`predicate ${when.name} answered ${typeof answer}, not true or false`);
    } catch (error) {
      if (open !== undefined) return open;
      const message = error instanceof Error ? error.message : String(error);
      return unknown(`predicate ${when.name} failed: ${message}`);
    }
  };
}

/** The part of a view that a predicate declared; `stop` never returns. */
function createSee(when: WhenSelector, view: View, stop: (why: Unknown) => never): WhenView {
  const { reads } = when;
  const known = <T>(value: T | Unknown): T => (isUnknown(value) ? stop(value) : value);
  const refuse = (what: string): never =>
    stop(unknown(`predicate ${when.name} read ${what}, which it does not declare`));
  const paths = (reads.attrs ?? []).map(dotted);
  const axes = new Set(reads.axes);
  const shownTags = Array.isArray(reads.tags) ? (reads.tags as readonly string[]) : undefined;
  const shown = (all: Iterable<string>): Set<string> => {
    const here = new Set(all);
    return new Set(shownTags?.filter((tag) => here.has(tag)));
  };
  return {
    kind: (node) => (reads.kind ? known(view.kind(node)) : refuse("kind")),
    name: (node) => (reads.name ? known(view.name(node)) : refuse("name")),
    tags(node) {
      if (!reads.tags) return refuse("tags");
      const answer = view.tags(node);
      if (shownTags === undefined) return new Set(known(answer));
      if (!isUnknown(answer)) return shown(answer);
      const certain = shown(answer.atLeast);
      return certain.size === new Set(shownTags).size ? certain : stop(answer);
    },
    attr(node, path) {
      const parts = dotted(path);
      if (!paths.some((one) => covers(one, parts)))
        return refuse(`the attribute ${parts.join(".")}`);
      return known(view.attr(node, parts));
    },
    parent: (node) => (axes.has("parent") ? known(view.parent(node)) : refuse("parent")),
    children: (node) =>
      axes.has("children") ? [...known(view.children(node))] : refuse("children"),
    edges: (node) =>
      axes.has("edges")
        ? [...known(view.edges?.(node) ?? unknown("the view has no edges"))]
        : refuse("edges"),
  };
}
