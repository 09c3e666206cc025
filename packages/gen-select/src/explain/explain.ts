import { compileTest } from "../match/compile-test.ts";
import { toMatch } from "../match/matches.ts";
import type { Test } from "../match/node-test.ts";
import { checkSelector } from "../selector/check-selector.ts";
import { operands } from "../selector/operands.ts";
import type { Selector } from "../selector/selector.ts";
import { printChecked } from "../text/print-selector.ts";
import { isUnknown, orderOf, type View } from "../view/view.ts";
import { because } from "./because.ts";
import type { Explanation } from "./explanation.ts";
import { reached } from "./reached.ts";

/** How many nodes of one step are explained, and how many parts an explanation has at most. */
const FEW = 5;

const MOST = 2000;

interface Session {
  readonly view: View;
  readonly tests: Map<Selector, Test>;
  left: number;
}

const WHERE: Readonly<Record<string, readonly [one: string, none: string]>> = {
  parent: ["has the parent", "has no parent"],
  child: ["has the parent", "has no parent"],
  within: ["has the ancestor", "has no ancestor"],
  descendant: ["has the ancestor", "has no ancestor"],
  "has-child": ["has the child", "has no child"],
  has: ["has the descendant", "has no descendant"],
  sibling: ["has the sibling", "has no sibling"],
};

function stepParts(
  session: Session,
  selector: Selector,
  inner: Selector,
  id: string,
  answer: string,
): {
  parts: Explanation[];
  because: string;
} {
  const [one, none] = WHERE[selector.sel] as readonly [string, string];
  const test = testOf(session, inner);
  const telling: string[] = [];
  let count = 0;
  for (const other of reached(selector, id, session.view)) {
    count++;
    const verdict = toMatch(test(other)).answer;
    if (verdict === answer && telling.length < FEW) telling.push(other);
    if (verdict === "yes" && answer === "yes") break;
  }
  const parts = telling.map((other) => explainPart(session, inner, other));
  if (answer === "yes") return { parts, because: `${one} ${telling[0]}, which matches` };
  if (count === 0)
    return { parts, because: answer === "no" ? none : "has neighbours that are not known" };
  return {
    parts,
    because:
      answer === "no"
        ? `${none} that matches (of ${count})`
        : `${none} that surely matches (of ${count})`,
  };
}

function testOf({ tests, view }: Session, selector: Selector): Test {
  let test = tests.get(selector);
  if (test === undefined) {
    test = compileTest(selector, view);
    tests.set(selector, test);
  }
  return test;
}

function explainPart(session: Session, selector: Selector, id: string): Explanation {
  const { view } = session;
  const match = toMatch(testOf(session, selector)(id));
  const reasons = match.answer === "unknown" ? match.reasons : [];
  const result = (why: string, parts: readonly Explanation[]): Explanation => ({
    selector,
    text: printChecked(selector),
    node: id,
    answer: match.answer,
    because: why,
    parts,
  });
  const inner = operands(selector);
  if (--session.left < 0 || inner.length === 0) {
    const place = selector.sel === "nth" ? placeOf(session, selector, id) : undefined;
    return result(place ?? because(selector, id, view, reasons) ?? "", []);
  }
  switch (selector.sel) {
    case "all":
    case "any": {
      const parts = selector.of.map((operand) => explainPart(session, operand, id));
      const [agreed, count] = [
        parts.filter((part) => part.answer === match.answer).length,
        parts.length,
      ];
      const verb = { yes: "passes", no: "fails", unknown: "leaves open" }[match.answer];
      return result(`${verb} ${agreed} of ${count} parts`, parts);
    }
    case "not": {
      const part = explainPart(session, selector.of, id);
      const why = {
        yes: "does not match what is excluded",
        no: "matches what is excluded",
        unknown: "may match what is excluded",
      };
      return result(`${why[match.answer]}: ${part.because}`, [part]);
    }
    case "child":
    case "descendant": {
      const self = explainPart(session, selector.of, id);
      const step = toMatch(
        testOf(session, { sel: selector.sel === "child" ? "parent" : "within", of: selector.left })(
          id,
        ),
      ).answer;
      const { parts, because: why } = stepParts(session, selector, selector.left, id, step);
      if (self.answer !== match.answer) return result(why, parts);
      const both = step === match.answer ? [self, ...parts] : [self];
      return result(match.answer === "yes" ? why : `itself: ${self.because}`, both);
    }
    case "nth":
      return result(
        placeOf(session, selector, id),
        selector.of === undefined ? [] : [explainPart(session, selector.of, id)],
      );
    case "via": {
      const why = {
        yes: "reaches a match",
        no: "reaches no match",
        unknown: `is not known: ${reasons.join("; ")}`,
      };
      return result(`${why[match.answer]} by ${JSON.stringify(selector.path)}`, []);
    }
    default: {
      const { parts, because: why } = stepParts(
        session,
        selector,
        inner[0] as Selector,
        id,
        match.answer,
      );
      return result(reasons.length > 0 ? `${why}; ${reasons.join("; ")}` : why, parts);
    }
  }
}

function placeOf(
  session: Session,
  selector: Selector & { readonly sel: "nth" },
  id: string,
): string {
  const { view } = session;
  const parent = view.parent(id);
  if (isUnknown(parent)) return `has a place that is not known: ${parent.reasons.join("; ")}`;
  if (parent === undefined) return "has no parent: it is the first of one";
  const children = view.children(parent);
  if (isUnknown(children)) return `has a place that is not known: ${children.reasons.join("; ")}`;
  const counted = [...children].sort(orderOf(view));
  const test = selector.of === undefined ? undefined : testOf(session, selector.of);
  const here = counted.filter(
    (child) => test === undefined || child === id || test(child) === true,
  );
  return `stands at place ${here.indexOf(id) + 1} of ${here.length} under ${parent}`;
}

/**
 * Why a node matches a selector or not: the same answer as `matches`, with each part's own answer and
 * the fact that decided it. `culprits` picks the parts that failed, `printExplanation` shows it all.
 * @throws SelectError when the selector is not one
 */
export function explain(selector: Selector, node: string, view: View): Explanation {
  return explainPart({ view, tests: new Map(), left: MOST }, checkSelector(selector), node);
}
