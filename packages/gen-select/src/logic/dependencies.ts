import { ownAttr } from "../match/test-value.ts";
import { subselectors } from "../selector/operands.ts";
import type { Axis, Selector } from "../selector/selector.ts";
import { printPath } from "../text/print-selector.ts";

/** What a selector may read of any node, sorted. Nothing outside of it can change an answer. */
export interface Dependencies {
  /** It reads ids (which never change). */
  readonly id: boolean;
  /** It reads kinds; only whether they are one of `kinds`, unless `kinds` is `"every"`. */
  readonly kinds: readonly string[] | "every";
  /** It reads names. */
  readonly names: boolean;
  /** It reads whether these tags are there; `"every"`: the whole set of tags. */
  readonly tags: readonly string[] | "every";
  /** Paths of the attributes it reads, as printed in the text form. */
  readonly attrs: readonly string[];
  /** The accessors that lead to other nodes. */
  readonly axes: readonly Axis[];
}

/** What a selector reads: the key for narrow invalidation. The selector must be valid. */
export function dependencies(selector: Selector): Dependencies {
  const kinds = new Set<string>();
  const tags = new Set<string>();
  const attrs = new Set<string>();
  const axes = new Set<Axis>();
  let [id, names, everyKind, everyTag] = [false, false, false, false];
  for (const part of subselectors(selector)) {
    switch (part.sel) {
      case "kind":
        kinds.add(part.kind);
        break;
      case "tag":
        tags.add(part.tag);
        break;
      case "name":
        names = true;
        break;
      case "attr": {
        const own = ownAttr(part.path);
        const literal = part.op === "=" || part.op === "!=" || part.op === "~=" || part.op === "in";
        const values = literal ? [part.value].flat() : [];
        // A value that no tag or kind can have still asks whether they are known.
        const plain = values.length > 0 && values.every((value) => typeof value === "string");
        if (own === undefined) attrs.add(printPath(part.path));
        else if (own === "id") id = true;
        else if (own === "name") names = true;
        else if (plain && (own === "tag" || part.op !== "~=")) {
          for (const value of values) (own === "tag" ? tags : kinds).add(value as string);
        } else if (own === "tag") everyTag = true;
        else everyKind = true;
        break;
      }
      case "within":
      case "parent":
      case "child":
      case "descendant":
        axes.add("parent");
        break;
      case "has":
      case "has-child":
        axes.add("children");
        break;
      case "sibling":
      case "nth":
        axes.add("parent").add("children");
        break;
      case "via":
        axes.add("edges");
        break;
      case "when": {
        const { reads } = part;
        if (reads.kind) everyKind = true;
        if (reads.name) names = true;
        if (reads.tags === true) everyTag = true;
        else if (reads.tags) for (const tag of reads.tags) tags.add(tag);
        for (const path of reads.attrs ?? []) attrs.add(printPath(path.split(".")));
        for (const axis of reads.axes ?? []) axes.add(axis);
        break;
      }
    }
  }
  const sorted = <T extends string>(set: ReadonlySet<T>): T[] => [...set].sort();
  return {
    id,
    kinds: everyKind ? "every" : sorted(kinds),
    names,
    tags: everyTag ? "every" : sorted(tags),
    attrs: sorted(attrs),
    axes: sorted(axes),
  };
}
