import { type GlobPart, parseGlob } from "../selector/glob.ts";
import type { AttrSelector } from "../selector/selector.ts";
import { globAutomaton, orderAutomaton, type TextAutomaton, unionOf } from "./text-automaton.ts";

const NEVER: TextAutomaton = {
  start: "",
  step: () => "",
  accepts: () => false,
  borders: [],
  sample: "",
};

const RUN: GlobPart = { type: "run" };

/** The begins and ends of the ranges of `\s`. */
const SPACE: GlobPart = {
  type: "class",
  negated: false,
  ranges: [
    ["\t", "\r"],
    [" ", " "],
    ["\u00a0", "\u00a0"],
    ["\u1680", "\u1680"],
    ["\u2000", "\u200a"],
    ["\u2028", "\u2029"],
    ["\u202f", "\u202f"],
    ["\u205f", "\u205f"],
    ["\u3000", "\u3000"],
    ["\ufeff", "\ufeff"],
  ],
};

function literal(text: string): GlobPart[] {
  return Array.from(text, (char) => ({ type: "literal", char }));
}

/** The texts that a glob accepts. */
export function nameAutomaton(glob: string): TextAutomaton {
  return globAutomaton(parseGlob(glob));
}

/** The texts that pass a test of one attribute. */
export function testAutomaton(test: AttrSelector): TextAutomaton {
  if (test.op === "exists") return globAutomaton([RUN]);
  if (test.op === "in") {
    const texts = test.value.filter((value) => typeof value === "string");
    return texts.length === 0 ? NEVER : unionOf(texts.map((text) => globAutomaton(literal(text))));
  }
  const { value } = test;
  if (typeof value !== "string") return NEVER;
  const text = literal(value);
  switch (test.op) {
    case "^=":
      return globAutomaton([...text, RUN]);
    case "$=":
      return globAutomaton([RUN, ...text]);
    case "*=":
      return globAutomaton([RUN, ...text, RUN]);
    case "~=":
      if (value === "" || /\s/.test(value)) return NEVER;
      return unionOf([
        globAutomaton(text),
        globAutomaton([RUN, SPACE, ...text]),
        globAutomaton([...text, SPACE, RUN]),
        globAutomaton([RUN, SPACE, ...text, SPACE, RUN]),
      ]);
    case "<":
      return orderAutomaton(value, (order) => order < 0);
    case ">":
      return orderAutomaton(value, (order) => order > 0);
    case "<=":
      return orderAutomaton(value, (order) => order <= 0);
    case ">=":
      return orderAutomaton(value, (order) => order >= 0);
    default:
      return globAutomaton(text);
  }
}
