import { compileLabels, DEAD } from "gen-graph";
import { compileGlob } from "../selector/glob.ts";
import type {
  AttrSelector,
  AxisSelector,
  NthSelector,
  Selector,
  ViaSelector,
} from "../selector/selector.ts";
import {
  isUnknown,
  mergeUnknown,
  orderOf,
  type Unknown,
  unknown,
  type View,
} from "../view/view.ts";
import { whenTest } from "./see-view.ts";
import { ownAttr, testTag, testValue } from "./test-value.ts";
import { every, negate, some, someOf, type Verdict } from "./verdict.ts";

/** Decides one node of a view. */
export type Test = (id: string) => Verdict;

function on<T>(value: T | Unknown, test: (value: T) => Verdict): Verdict {
  return isUnknown(value) ? value : test(value);
}

/** Remembers verdicts, so that nested steps do not multiply. Lives as long as one question. */
function remember(test: Test): Test {
  const memo = new Map<string, Verdict>();
  return (id) => {
    let verdict = memo.get(id);
    if (verdict === undefined) {
      verdict = test(id);
      memo.set(id, verdict);
    }
    return verdict;
  };
}

function attrTest(test: AttrSelector, view: View): Test {
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

function axisTest(selector: AxisSelector, inner: Test, view: View): Test {
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

function viaTest(selector: ViaSelector, inner: Test, view: View): Test {
  const labels = compileLabels(selector.path);
  return (id) => {
    if (labels.start === DEAD) return false;
    const seen = new Set<string>([`${labels.start} ${id}`]);
    const todo: [string, number][] = [[id, labels.start]];
    let open: Unknown | undefined;
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      const [at, state] = next;
      if (labels.accepts(state)) {
        const verdict = inner(at);
        if (verdict === true) return true;
        if (verdict !== false) open = mergeUnknown(open, verdict);
      }
      const onward = labels.next(state);
      if (onward.labels.length === 0 && !onward.others) continue;
      const edges = view.edges === undefined ? unknown("the view has no edges") : view.edges(at);
      if (isUnknown(edges)) {
        open = mergeUnknown(open, edges);
        continue;
      }
      for (const { label, to } of edges) {
        const then = labels.step(state, label);
        const key = `${then} ${to}`;
        if (then === DEAD || seen.has(key)) continue;
        seen.add(key);
        todo.push([to, then]);
      }
    }
    return open ?? false;
  };
}

/** Whether a 1-based place is `step * k + offset` for some k ≥ 0. */
export function isPlace(place: number, step: number, offset: number): boolean {
  const rest = place - offset;
  return step === 0 ? rest === 0 : rest % step === 0 && rest / step >= 0;
}

function nthTest(selector: NthSelector, inner: Test, view: View): Test {
  const { step, offset } = selector;
  const compare = orderOf(view);
  const orders = new Map<string, readonly string[]>();
  const siblings = (parent: string): readonly string[] | Unknown => {
    let order = orders.get(parent);
    if (order === undefined) {
      const children = view.children(parent);
      if (isUnknown(children)) return children;
      order = [...children].sort(compare);
      orders.set(parent, order);
    }
    return order;
  };
  return (id) => {
    const self = inner(id);
    if (self === false) return false;
    const parent = view.parent(id);
    if (isUnknown(parent)) return parent;
    const order = parent === undefined ? [id] : siblings(parent);
    if (isUnknown(order)) return order;
    let least = 0;
    let most = 0;
    let open: Unknown | undefined = self === true ? undefined : self;
    for (const other of order) {
      if (other === id) break;
      const verdict = inner(other);
      if (verdict === true) least++;
      if (verdict !== false) most++;
      if (isUnknown(verdict)) open = mergeUnknown(open, verdict);
    }
    let hits = 0;
    for (let place = least + 1; place <= most + 1; place++)
      if (isPlace(place, step, offset)) hits++;
    if (hits === 0) return false;
    return hits === most - least + 1 && self === true ? true : (open ?? true);
  };
}

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
