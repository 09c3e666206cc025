import type { AxisSelector } from "../selector/selector.ts";
import { isUnknown, mergeUnknown, type Unknown, type View } from "../view/view.ts";
import { on, type Test } from "./node-test.ts";
import { someOf } from "./verdict.ts";

function ancestorTest(inner: Test, view: View): Test {
  return (id) => {
    const seen = new Set<string>();
    let open: Unknown | undefined;
    for (let at = view.parent(id); at !== undefined; at = view.parent(at)) {
      if (isUnknown(at)) return mergeUnknown(open, at);
      if (seen.has(at)) break;
      seen.add(at);
      const verdict = inner(at);
      if (verdict === true) return true;
      if (verdict !== false) open = mergeUnknown(open, verdict);
    }
    return open ?? false;
  };
}

function descendantTest(inner: Test, view: View): Test {
  return (id) => {
    const seen = new Set<string>();
    const todo: string[] = [id];
    let open: Unknown | undefined;
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const children = view.children(at);
      if (isUnknown(children)) open = mergeUnknown(open, children);
      for (const child of isUnknown(children) ? children.atLeast : children) {
        if (seen.has(child)) continue;
        seen.add(child);
        const verdict = inner(child);
        if (verdict === true) return true;
        if (verdict !== false) open = mergeUnknown(open, verdict);
        todo.push(child);
      }
    }
    return open ?? false;
  };
}

/** A test of the nodes that a step leads to; `inner` remembers. */
export function axisTest(selector: AxisSelector, inner: Test, view: View): Test {
  switch (selector.sel) {
    case "parent":
      return (id) => on(view.parent(id), (parent) => parent !== undefined && inner(parent));
    case "has-child":
      return (id) => someOf(view.children(id), inner);
    case "sibling":
      return (id) =>
        on(
          view.parent(id),
          (parent) =>
            parent !== undefined &&
            someOf(view.children(parent), (other) => other !== id && inner(other)),
        );
    case "within":
      return ancestorTest(inner, view);
    case "has":
      return descendantTest(inner, view);
  }
}
