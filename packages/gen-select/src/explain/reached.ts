import type { Selector } from "../selector/selector.ts";
import { orderOf, type View } from "../view/view.ts";

/** The nodes a step leads to, nearest first, as far as they are known. */
export function* reached(selector: Selector, id: string, view: View): Generator<string> {
  const known = <T>(value: Iterable<T> | { readonly atLeast: readonly T[] }): Iterable<T> =>
    "atLeast" in value ? value.atLeast : value;
  const children = (of: string): string[] =>
    [...known<string>(view.children(of))].sort(orderOf(view));
  const parent = view.parent(id);
  switch (selector.sel) {
    case "parent":
    case "child":
      if (typeof parent === "string") yield parent;
      return;
    case "within":
    case "descendant": {
      const seen = new Set<string>();
      for (let at = parent; typeof at === "string" && !seen.has(at); at = view.parent(at)) {
        seen.add(at);
        yield at;
      }
      return;
    }
    case "has-child":
      yield* children(id);
      return;
    case "sibling":
      if (typeof parent === "string")
        for (const child of children(parent)) if (child !== id) yield child;
      return;
    case "has": {
      const seen = new Set<string>();
      let level = children(id);
      while (level.length > 0) {
        const next: string[] = [];
        for (const child of level) {
          if (seen.has(child)) continue;
          seen.add(child);
          yield child;
          next.push(...children(child));
        }
        level = next;
      }
    }
  }
}
