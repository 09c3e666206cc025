import { testValue } from "../match/test-value.ts";
import { compileGlob } from "../selector/glob.ts";
import type { AttrSelector, NameSelector } from "../selector/selector.ts";
import { findText } from "./find-text.ts";
import { nameAutomaton, testAutomaton } from "./test-automaton.ts";

/** A test of one value, to be passed or failed. */
export interface ValueLiteral {
  readonly test: AttrSelector | NameSelector;
  readonly positive: boolean;
}

/** Which values there are: any JSON or none; a text or none; a text. */
export type Domain = "attribute" | "text" | "id";

/** A value that passes all (`undefined` is one: absent), that there is none, or that it is open. */
export type FoundValue = { readonly value: unknown } | "none" | "open";

function passes({ test, positive }: ValueLiteral, value: unknown): boolean {
  const result =
    test.sel === "attr"
      ? testValue(test, value)
      : typeof value === "string" && compileGlob(test.glob)(value);
  return result === positive;
}

/** One number of each class that comparisons with the mentioned numbers can tell apart. */
function numbersBetween(literals: readonly ValueLiteral[]): number[] {
  const mentioned = literals.flatMap(({ test }) =>
    test.sel === "attr" && test.op !== "exists"
      ? [test.value].flat().filter((one) => typeof one === "number")
      : [],
  );
  const sorted = [...new Set([0, ...mentioned, -Number.MAX_VALUE, Number.MAX_VALUE])].sort(
    (a, b) => a - b,
  );
  const between = sorted.slice(1).flatMap((to, i) => {
    const from = sorted[i] as number;
    const whole = Math.floor(from) + 1;
    const middle = Number.isFinite(from + to) ? (from + to) / 2 : from / 2 + to / 2;
    return [whole < to && whole > from ? whole : middle, middle];
  });
  return [...mentioned, ...between, ...sorted];
}

/** A value of a domain that passes some tests and fails others. Complete, up to a size limit for texts. */
export function findValue(domain: Domain, literals: readonly ValueLiteral[]): FoundValue {
  const tries: unknown[] = domain === "id" ? [] : [undefined];
  if (domain === "attribute") {
    const members = literals.flatMap(({ test, positive }) =>
      positive && test.sel === "attr" && test.op === "~=" ? [test.value] : [],
    );
    tries.push(...numbersBetween(literals), true, false, null, members, {});
  }
  for (const value of tries) if (literals.every((one) => passes(one, value))) return { value };
  const automaton = ({ test }: ValueLiteral): ReturnType<typeof testAutomaton> =>
    test.sel === "attr" ? testAutomaton(test) : nameAutomaton(test.glob);
  const text = findText(
    literals.filter((one) => one.positive).map(automaton),
    literals.filter((one) => !one.positive).map(automaton),
  );
  if (text === null) return "none";
  if (text === undefined) return "open";
  return literals.every((one) => passes(one, text)) ? { value: text } : "open";
}
