import type { Selector } from "./selector.ts";

/** The selectors directly inside one, in the order they are written. */
export function operands(selector: Selector): readonly Selector[] {
  switch (selector.sel) {
    case "all":
    case "any":
      return selector.of;
    case "child":
    case "descendant":
      return [selector.left, selector.of];
    case "nth":
      return selector.of === undefined ? [] : [selector.of];
    case "not":
    case "has":
    case "has-child":
    case "within":
    case "parent":
    case "sibling":
    case "via":
      return [selector.of];
    default:
      return [];
  }
}

/** Every selector inside one, itself first, parents before their operands. Any depth is fine. */
export function* subselectors(selector: Selector): Generator<Selector> {
  const todo: Selector[] = [selector];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    yield next;
    const inner = operands(next);
    for (let i = inner.length - 1; i >= 0; i--) todo.push(inner[i] as Selector);
  }
}
