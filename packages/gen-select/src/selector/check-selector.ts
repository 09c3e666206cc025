import { compileLabels } from "gen-graph";
import { SelectError, type SelectIssue } from "../select-error.ts";
import { attrProblem } from "./check-attr.ts";
import { type Predicates, refusalsOf, whenIssues } from "./check-leaf.ts";
import { parseGlob } from "./glob.ts";
import { nearest } from "./nearest.ts";
import type { Selector } from "./selector.ts";

/**
 * How deep selectors may nest. Deeper ones are refused as `too-deep`; width has no limit. A step
 * (`a > b`, `a b`) and a last `!=` or `in` count twice, since they do in normal form.
 */
export const MAX_DEPTH = 256;

const FORMS: ReadonlySet<string> = new Set([
  ..."star kind tag name attr all any not has has-child within parent sibling".split(" "),
  ..."child descendant via nth when".split(" "),
]);

interface Place {
  readonly value: unknown;
  readonly depth: number;
  /** The form around it, and the key it has there: a path is only made for a complaint. */
  readonly around?: Place;
  readonly key?: string;
}

function pathOf(place: Place): string {
  const keys: string[] = [];
  for (let at: Place | undefined = place; at?.key !== undefined; at = at.around) keys.push(at.key);
  return keys.reverse().join(".");
}

/** How much deeper the normal form of a test is. */
function lastDepth(value: unknown): number {
  const op =
    typeof value === "object" && value !== null
      ? (value as { readonly op?: unknown }).op
      : undefined;
  return op === "!=" ? 1 : op === "in" ? 2 : 0;
}

/** What is wrong with one form, its operands aside; and where its operands are. */
function inspect(place: Place, issues: SelectIssue[], known: Predicates | undefined): Place[] {
  const { value } = place;
  const add = (found: readonly SelectIssue[]): void => {
    for (const issue of found) issues.push({ ...issue, path: pathOf(place) });
  };
  const complain = (message: string): void => add([{ code: "bad-selector", message }]);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    complain(
      `A selector is an object with \`sel\`, not ${value === null ? "null" : Array.isArray(value) ? "a list" : typeof value}`,
    );
    return [];
  }
  const form = value as Record<string, unknown>;
  const name = form.sel;
  if (typeof name !== "string" || !FORMS.has(name)) {
    const suggestion = typeof name === "string" ? nearest(name, FORMS) : undefined;
    issues.push({
      code: "bad-selector",
      message: `There is no selector form ${JSON.stringify(name) ?? "undefined"}`,
      path: pathOf(place),
      ...(suggestion === undefined ? {} : { suggestion }),
    });
    return [];
  }
  const text = (key: string): boolean => {
    if (typeof form[key] === "string") return true;
    complain(`\`${key}\` of ${name} must be a string`);
    return false;
  };
  const inner = (...keys: string[]): Place[] =>
    keys.map((key) => ({
      value: form[key],
      depth: place.depth + (key === "left" ? 2 : 1),
      around: place,
      key,
    }));
  switch (name) {
    case "star":
      return [];
    case "kind":
    case "tag":
      text(name);
      return [];
    case "name": {
      if (text("glob")) add(refusalsOf("bad-glob", () => parseGlob(form.glob as string)));
      return [];
    }
    case "attr": {
      const problem = attrProblem(form);
      if (problem !== undefined) complain(problem);
      return [];
    }
    case "all":
    case "any":
      if (!Array.isArray(form.of)) {
        complain(`\`of\` of ${name} must be a list of selectors`);
        return [];
      }
      return Array.from(form.of, (operand: unknown, i) => ({
        value: operand,
        depth: place.depth + 1,
        around: place,
        key: `of.${i}`,
      }));
    case "child":
    case "descendant":
      return inner("left", "of");
    case "via": {
      if (text("path")) add(refusalsOf("bad-labels", () => compileLabels(form.path as string)));
      return inner("of");
    }
    case "nth":
      for (const key of ["step", "offset"]) {
        if (!Number.isSafeInteger(form[key])) complain(`\`${key}\` of nth must be an integer`);
      }
      return form.of === undefined ? [] : inner("of");
    case "when":
      if (text("name")) add(whenIssues(form, known));
      return [];
    default:
      return inner("of");
  }
}

/**
 * Every problem of a value as a selector; none when it is one. Any depth is fine. A `when` without its
 * test, as JSON leaves it, is fine when `predicates` has its name.
 */
export function selectorIssues(value: unknown, predicates?: Predicates): SelectIssue[] {
  const issues: SelectIssue[] = [];
  const places: Place[] = [{ value, depth: 1 }];
  for (const place of places) {
    if (place.depth + lastDepth(place.value) <= MAX_DEPTH)
      places.push(...inspect(place, issues, predicates));
    else {
      issues.push({
        code: "too-deep",
        message: `The selector nests deeper than ${MAX_DEPTH} levels`,
        remedy: "Flatten nested all/any, and drop pairs of not.",
      });
      break;
    }
  }
  return issues;
}

/**
 * Checks that a value (say, parsed JSON) is a selector, and returns it.
 * @throws SelectError with every issue: `bad-selector`, `bad-glob`, `bad-labels`, `too-deep`
 */
export function checkSelector(value: unknown): Selector {
  const [first, ...rest] = selectorIssues(value);
  if (first !== undefined) throw new SelectError([first, ...rest]);
  return value as Selector;
}
