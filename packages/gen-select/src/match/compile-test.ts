import { compileGlob } from "../selector/glob.ts";
import type { Selector } from "../selector/selector.ts";
import type { View } from "../view/view.ts";
import { attrTest } from "./attr-test.ts";
import { axisTest } from "./axis-test.ts";
import { on, remember, type Test } from "./node-test.ts";
import { nthTest } from "./nth-test.ts";
import { every, negate, some, someOf } from "./verdict.ts";
import { viaTest } from "./via-test.ts";
import { whenTest } from "./when-test.ts";

/**
 * A test of the nodes of one view. The selector must be checked. The test remembers what it saw, so
 * it answers one question about one state of the view: compile again when the data changed.
 */
export function compileTest(selector: Selector, view: View): Test {
  switch (selector.sel) {
    case "star":
      return () => true;
    case "kind":
      return (id) => on(view.kind(id), (kind) => kind === selector.kind);
    case "tag":
      return (id) => someOf(view.tags(id), (tag) => tag === selector.tag);
    case "name": {
      const glob = compileGlob(selector.glob);
      return (id) => on(view.name(id), (name) => name !== undefined && glob(name));
    }
    case "attr":
      return attrTest(selector, view);
    case "all": {
      const tests = selector.of.map((operand) => compileTest(operand, view));
      return (id) => every(tests, (test) => test(id));
    }
    case "any": {
      const tests = selector.of.map((operand) => compileTest(operand, view));
      return (id) => some(tests, (test) => test(id));
    }
    case "not": {
      const test = compileTest(selector.of, view);
      return (id) => negate(test(id));
    }
    case "child":
    case "descendant": {
      const left = remember(compileTest(selector.left, view));
      const step = axisTest(
        { sel: selector.sel === "child" ? "parent" : "within", of: selector.left },
        left,
        view,
      );
      const tests = [compileTest(selector.of, view), step];
      return (id) => every(tests, (test) => test(id));
    }
    case "via":
      return viaTest(selector, remember(compileTest(selector.of, view)), view);
    case "nth":
      return nthTest(
        selector,
        selector.of === undefined ? () => true : remember(compileTest(selector.of, view)),
        view,
      );
    case "when":
      return whenTest(selector, view);
    default:
      return axisTest(selector, remember(compileTest(selector.of, view)), view);
  }
}
