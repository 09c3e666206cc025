import type { WhenSelector, WhenView } from "../selector/selector.ts";
import { isUnknown, type Unknown, unknown, type View } from "../view/view.ts";
import type { Verdict } from "./verdict.ts";

/** Ends a predicate whose answer is already known to be unknown. */
class Stop extends Error {}

function dotted(path: string | readonly string[]): readonly string[] {
  return typeof path === "string" ? path.split(".") : path;
}

function covers(declared: readonly string[], path: readonly string[]): boolean {
  return declared.length <= path.length && declared.every((part, i) => part === path[i]);
}

/**
 * Runs a predicate on one node. It sees what it declared; an undeclared read, an unknown input or a
 * throw make the answer unknown, even if the predicate tries to hide it, so that the outcome does
 * not depend on which operand is looked at first.
 */
export function runWhen(when: WhenSelector, id: string, view: View): Verdict {
  const { reads } = when;
  let open: Unknown | undefined;
  const stop = (why: Unknown): never => {
    open ??= why;
    throw new Stop();
  };
  const known = <T>(value: T | Unknown): T => (isUnknown(value) ? stop(value) : value);
  const declared = (allowed: unknown, what: string): void => {
    if (allowed) return;
    stop(unknown(`predicate ${when.name} read ${what}, which it does not declare`));
  };
  const paths = (reads.attrs ?? []).map(dotted);
  const see: WhenView = {
    kind: (node) => {
      declared(reads.kind, "kind");
      return known(view.kind(node));
    },
    name: (node) => {
      declared(reads.name, "name");
      return known(view.name(node));
    },
    tags: (node) => {
      declared(reads.tags, "tags");
      const answer = view.tags(node);
      const { tags } = reads;
      if (!Array.isArray(tags)) return new Set(known(answer));
      const shown = (all: Iterable<string>): Set<string> => {
        const here = new Set(all);
        return new Set((tags as readonly string[]).filter((tag) => here.has(tag)));
      };
      if (!isUnknown(answer)) return shown(answer);
      const certain = shown(answer.atLeast);
      return certain.size === new Set(tags).size ? certain : stop(answer);
    },
    attr: (node, path) => {
      const parts = dotted(path);
      declared(
        paths.some((one) => covers(one, parts)),
        `the attribute ${parts.join(".")}`,
      );
      return known(view.attr(node, parts));
    },
    parent: (node) => {
      declared(reads.axes?.includes("parent"), "parent");
      return known(view.parent(node));
    },
    children: (node) => {
      declared(reads.axes?.includes("children"), "children");
      return [...known(view.children(node))];
    },
    edges: (node) => {
      declared(reads.axes?.includes("edges"), "edges");
      return [...known(view.edges?.(node) ?? unknown("the view has no edges"))];
    },
  };
  try {
    const answer: unknown = when.test(id, see);
    if (open !== undefined) return open;
    if (typeof answer === "boolean" || isUnknown(answer)) return answer;
    return unknown(`predicate ${when.name} answered ${typeof answer}, not true or false`);
  } catch (error) {
    if (open !== undefined) return open;
    return unknown(
      `predicate ${when.name} failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
