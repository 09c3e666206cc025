import type { AttrSelector } from "../selector/selector.ts";
import type { View } from "../view/view.ts";
import { on, type Test } from "./node-test.ts";
import { ownAttr, testTag, testValue } from "./test-value.ts";
import { negate, someOf } from "./verdict.ts";

/** A test of an attribute, or of the node itself. */
export function attrTest(test: AttrSelector, view: View): Test {
  const own = ownAttr(test.path);
  if (own === "id") return (id) => testValue(test, id);
  if (own === "kind") return (id) => on(view.kind(id), (kind) => testValue(test, kind));
  if (own === "name") return (id) => on(view.name(id), (name) => testValue(test, name));
  if (own === "tag") {
    if (test.op === "!=") return (id) => negate(someOf(view.tags(id), (tag) => tag === test.value));
    return (id) => someOf(view.tags(id), (tag) => testTag(test, tag));
  }
  return (id) => on(view.attr(id, test.path), (value) => testValue(test, value));
}
