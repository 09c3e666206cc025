import { compileLabels, DEAD } from "gen-graph";
import { testTag } from "../match/test-value.ts";
import type { AxisSelector, Selector } from "../selector/selector.ts";
import { type Budget, conjunctions } from "./conjunctions.ts";
import { adopt, blank, type Draft, topOf } from "./draft.ts";
import { findPlace, placeGroups } from "./find-place.ts";
import { findText } from "./find-text.ts";
import { findValue } from "./find-value.ts";
import type { Literals } from "./literals.ts";
import { testAutomaton } from "./test-automaton.ts";
import { shortestWord, walkTo } from "./walk.ts";

/** A model, the proof that there is none, or neither (with the reason). */
export type Outcome = { readonly draft: Draft } | "none" | { readonly open: string };

const STAR: Selector = { sel: "star" };

const MAX_SIBLINGS = 100;

/** What looking for values costs, in steps. */
const MODEL_STEPS = 20;

/** Of several reasons the least is told, so that it does not depend on any order. */
function least(a: string | undefined, b: string): string {
  return a === undefined || b < a ? b : a;
}

function not(of: Selector): Selector {
  return { sel: "not", of };
}

function all(...of: readonly Selector[]): Selector {
  return { sel: "all", of };
}

/** A model of one conjunction. */
function model(literals: Literals, budget: Budget): Outcome {
  budget.steps -= MODEL_STEPS;
  const draft = blank();
  let open: string | undefined;
  /** Solves for another node; whether it can be. */
  const other = (...of: readonly Selector[]): Draft | undefined | "none" => {
    const outcome = solve(all(...of), budget);
    if (outcome === "none") return "none";
    if ("draft" in outcome) return outcome.draft;
    open = least(open, outcome.open);
    return undefined;
  };

  for (const { domain, path, tests } of literals.values.values()) {
    const found = findValue(domain, tests);
    if (found === "none") return "none";
    if (found === "open")
      open = least(open, `the tests of ${path.join(".")} are too many to decide`);
    else if (domain === "attribute") {
      if (found.value !== undefined) draft.attrs.push({ path, value: found.value });
    } else if (found.value !== undefined)
      draft[path[0] as "id" | "kind" | "name"] = found.value as string;
  }

  const refused = literals.tags.filter((one) => !one.positive).map((one) => one.test);
  for (const { test, positive } of literals.tags) {
    if (!positive) continue;
    const plain = test.op === "=" || test.op === "~=" ? test.value : undefined;
    if (plain !== undefined) {
      if (typeof plain !== "string" || refused.some((one) => testTag(one, plain))) return "none";
      draft.tags.push(plain);
      continue;
    }
    const text = findText(
      [testAutomaton(test)],
      refused.map((one) => testAutomaton(tagTest(one))),
    );
    if (text === null) return "none";
    if (text === undefined) open = least(open, "the tests of tags are too many to decide");
    else draft.tags.push(text);
  }

  for (const { form, positive } of literals.predicates) {
    if (
      positive &&
      literals.predicates.some(
        (one) => !one.positive && one.form.test === form.test && one.form.name === form.name,
      )
    ) {
      return "none";
    }
    open = least(open, `the predicate ${form.name} is opaque`);
  }

  const of = (sel: AxisSelector["sel"], positive: boolean): Selector[] =>
    literals.steps
      .filter((one) => one.form.sel === sel && one.positive === positive)
      .map((one) => one.form.of);
  const [has, hasChild, within, parents, siblings] = [
    of("has", true),
    of("has-child", true),
    of("within", true),
    of("parent", true),
    of("sibling", true),
  ];
  const noDescendant = of("has", false).map(not);
  const noChild = [...noDescendant, ...of("has-child", false).map(not)];
  const noAncestor = of("within", false).map(not);
  const noParent = [...noAncestor, ...of("parent", false).map(not)];
  const noSibling = of("sibling", false).map(not);

  for (const wanted of hasChild) {
    const child = other(wanted, ...noChild);
    if (child === "none") return "none";
    if (child !== undefined) adopt(draft, child);
  }
  for (const wanted of has) {
    // Below there must be a match, and the way to it leads through a child.
    const below = other(wanted, ...noDescendant);
    const between = noChild.length === 0 ? blank() : other(...noChild);
    if (below === "none" || between === "none") return "none";
    const child = noChild.length === noDescendant.length ? below : other(wanted, ...noChild);
    if (child !== undefined && child !== "none") adopt(draft, child);
    else if (below !== undefined && between !== undefined) {
      adopt(between, below);
      adopt(draft, between);
    }
  }

  const groups = placeGroups(literals);
  let before: Draft[] = [];
  let needsParent = parents.length > 0 || within.length > 0 || siblings.length > 0;
  for (const group of groups) {
    const place = findPlace(group);
    if (place === 0) return "none";
    if (place === undefined || place > MAX_SIBLINGS) {
      open = least(open, "the places are too far apart to decide");
      continue;
    }
    for (let i = before.length + 1; i < place; i++) {
      const filler = other(group[0]?.form.of ?? STAR, ...noSibling);
      if (filler === "none" || filler === undefined) {
        if (filler === "none") open = least(open, "a place needs siblings that may not be there");
        break;
      }
      before.push(filler);
    }
    if (place > 1) needsParent = true;
  }

  const beside: Draft[] = [];
  for (const wanted of siblings) {
    const sibling = other(wanted, ...noSibling);
    if (sibling === "none") return "none";
    if (sibling !== undefined) beside.push(sibling);
  }
  const above: Draft[] = [];
  for (const wanted of within) {
    const ancestor = other(wanted, ...noAncestor);
    if (ancestor === "none") return "none";
    if (ancestor !== undefined) above.push(ancestor);
  }
  if (needsParent) {
    const parent = other(...parents, ...noParent);
    if (parent === "none") return "none";
    if (parent !== undefined) {
      // Ancestors that may be the parent itself are put there first, if nothing else is asked of it.
      const first =
        parents.length === 0 && above.length > 0
          ? other(...within.slice(0, 1), ...noParent)
          : "none";
      const start = first === "none" || first === undefined ? parent : first;
      const rest = start === parent ? above : above.slice(1);
      for (const child of before) adopt(start, child);
      adopt(start, draft);
      for (const child of beside) adopt(start, child);
      for (const ancestor of rest) adopt(ancestor, topOf(start));
    }
  } else before = [];

  for (const { form, positive } of literals.walks) {
    if (!positive) continue;
    const labels = compileLabels(form.path);
    if (labels.start === DEAD) return "none";
    const blocked = literals.walks
      .filter((one) => !one.positive && one.form.path === form.path)
      .map((one) => not(one.form.of));
    const end = other(form.of, ...blocked);
    if (end === "none") return "none";
    if (end !== undefined) walkTo(draft, shortestWord(labels), end);
  }
  return open === undefined ? { draft } : { open };
}

/** The attribute test that a tag passes exactly when it passes this one as a tag. */
function tagTest(test: Parameters<typeof testTag>[0]): Parameters<typeof testTag>[0] {
  return test.op === "~=" ? { ...test, op: "=" } : test;
}

/**
 * Looks for a model of a selector: a tableau (Smullyan 1968) over its disjunctive normal form, with
 * complete decisions for values and texts, and one node after another for steps. `none` is a proof;
 * a draft is a proposal that `verify` has to confirm, since what the nodes ask of each other is not
 * solved together.
 */
export function solve(
  formula: Selector,
  budget: Budget,
  verify: (draft: Draft) => boolean = () => true,
): Outcome {
  let open: string | undefined;
  for (const literals of conjunctions(formula, budget)) {
    if (literals === "budget")
      return { open: "the selectors have too many alternatives to decide" };
    const outcome = model(literals, budget);
    if (outcome === "none") continue;
    if ("open" in outcome) open = least(open, outcome.open);
    else if (verify(outcome.draft)) return outcome;
    else open = least(open, "the steps ask more of each other than can be decided");
  }
  return open === undefined ? "none" : { open };
}
