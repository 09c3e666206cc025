import { compileLabels, DEAD } from "gen-graph";
import type { ViaSelector } from "../selector/selector.ts";
import { isUnknown, mergeUnknown, type Unknown, unknown, type View } from "../view/view.ts";
import type { Test } from "./node-test.ts";

/** A test of the nodes that labelled walks lead to: a search of the product of graph and automaton. */
export function viaTest(selector: ViaSelector, inner: Test, view: View): Test {
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
