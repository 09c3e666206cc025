import { ownAttr } from "../match/test-value.ts";
import { literalOf, parseGlob } from "../selector/glob.ts";
import { subselectors } from "../selector/operands.ts";
import type { Selector } from "../selector/selector.ts";

/** The names a selector mentions literally, sorted: what a caller can check for typos. */
export interface SelectorNames {
  readonly kinds: readonly string[];
  readonly tags: readonly string[];
  /** Names without wildcards. */
  readonly names: readonly string[];
  readonly predicates: readonly string[];
  /** Paths of attributes beside a node's own (name, kind, id, tags). */
  readonly attributes: readonly (readonly string[])[];
}

/** The kinds, tags, whole names, predicates and attributes that a selector mentions. The selector must be valid. */
export function selectorNames(selector: Selector): SelectorNames {
  const found = {
    kind: new Set<string>(),
    tag: new Set<string>(),
    name: new Set<string>(),
    when: new Set<string>(),
  };
  const attributes = new Map<string, readonly string[]>();
  for (const part of subselectors(selector)) {
    if (part.sel === "attr" && ownAttr(part.path) === undefined)
      attributes.set(JSON.stringify(part.path), part.path);
    if (part.sel === "kind") found.kind.add(part.kind);
    else if (part.sel === "tag") found.tag.add(part.tag);
    else if (part.sel === "when") found.when.add(part.name);
    else if (part.sel === "name") {
      const literal = literalOf(parseGlob(part.glob));
      if (literal !== undefined) found.name.add(literal);
    } else if (
      part.sel === "attr" &&
      (part.op === "=" || part.op === "!=" || part.op === "~=" || part.op === "in")
    ) {
      const own = ownAttr(part.path);
      if (own === undefined || own === "id") continue;
      if (part.op === "~=" && own !== "tag") continue;
      for (const value of [part.value].flat()) if (typeof value === "string") found[own].add(value);
    }
  }
  return {
    kinds: [...found.kind].sort(),
    tags: [...found.tag].sort(),
    names: [...found.name].sort(),
    predicates: [...found.when].sort(),
    attributes: [...attributes.keys()].sort().map((key) => attributes.get(key) ?? []),
  };
}
