import { type Unknown, unknown, type View } from "./view.ts";

/**
 * A view whose accessors never throw: a throw becomes `unknown` with the message of the error. For
 * data of others; where an error must reach the caller, leave the view as it is.
 */
export function totalView(view: View): View {
  const total = <A extends readonly unknown[], T>(
    what: (...args: A) => string,
    ask: (...args: A) => T,
  ): ((...args: A) => T | Unknown) => {
    return (...args) => {
      try {
        return ask(...args);
      } catch (error) {
        return unknown(
          `${what(...args)} failed: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    };
  };
  /** Iterables may throw while they are read. */
  const list = <T>(answer: Iterable<T> | Unknown): readonly T[] | Unknown =>
    Symbol.iterator in answer ? [...answer] : answer;
  const edges = view.edges?.bind(view);
  const compare = view.compare?.bind(view);
  return {
    nodes: () => view.nodes(),
    kind: total(
      (id) => `kind of ${id}`,
      (id: string) => view.kind(id),
    ),
    name: total(
      (id) => `name of ${id}`,
      (id: string) => view.name(id),
    ),
    tags: total(
      (id) => `tags of ${id}`,
      (id: string) => list(view.tags(id)),
    ),
    attr: total(
      (id, path) => `attribute ${path.join(".")} of ${id}`,
      (id: string, path: readonly string[]) => view.attr(id, path),
    ),
    parent: total(
      (id) => `parent of ${id}`,
      (id: string) => view.parent(id),
    ),
    children: total(
      (id) => `children of ${id}`,
      (id: string) => list(view.children(id)),
    ),
    ...(edges && {
      edges: total(
        (id) => `edges of ${id}`,
        (id: string) => list(edges(id)),
      ),
    }),
    ...(compare && { compare }),
  };
}
