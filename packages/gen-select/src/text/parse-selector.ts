import { SelectError } from "../select-error.ts";
import { predicatesByName } from "../selector/check-leaf.ts";
import { checkSelector } from "../selector/check-selector.ts";
import type { Selector, WhenSelector } from "../selector/selector.ts";
import { parseCompound } from "./parse-compound.ts";
import type { ParseState } from "./parse-state.ts";
import { createScanner } from "./scanner.ts";

/** What a text may refer to by name. */
export interface ParseOptions {
  /** The predicates that `:when(name)` may name. */
  readonly predicates?: Iterable<WhenSelector>;
}

const INNER = { list: parseList, complex: parseComplex };

function parseList(state: ParseState): Selector {
  const found: Selector[] = [parseComplex(state)];
  state.scanner.space();
  while (state.scanner.take(",")) {
    found.push(parseComplex(state));
    state.scanner.space();
  }
  return found.length === 1 ? (found[0] as Selector) : { sel: "any", of: found };
}

function parseComplex(state: ParseState): Selector {
  const { scanner } = state;
  scanner.space();
  let left = parseCompound(state, INNER);
  for (;;) {
    const spaced = scanner.space();
    if (scanner.sees("~") || scanner.sees("+")) {
      scanner.fail(`There is no combinator ${scanner.here()}`, { suggestion: ":sibling(…)" });
    }
    if (scanner.take(">")) {
      scanner.space();
      left = { sel: "child", left, of: parseCompound(state, INNER) };
    } else if (
      spaced &&
      scanner.offset < scanner.text.length &&
      !scanner.sees(",") &&
      !scanner.sees(")")
    ) {
      left = { sel: "descendant", left, of: parseCompound(state, INNER) };
    } else {
      return left;
    }
  }
}

/**
 * Reads the text form of a selector: `host[tag~=production]:not([tag~=no-backup]) > user`.
 *
 * Kinds and `*` stand first, then without spaces `#name-glob`, `.tag`, `[attribute]`, `:not(…)` and
 * the like; a space steps to descendants, `>` to children, `,` joins alternatives, brackets group.
 * Unquoted attribute values that look like JSON numbers, `true`, `false` or `null` are those.
 *
 * @throws SelectError `syntax` at the character, `too-deep`; or all of the `unknown-predicate`,
 * `bad-glob` and `bad-labels` there are; `duplicate-predicate`
 */
export function parseSelector(text: string, options: ParseOptions = {}): Selector {
  if (typeof text !== "string") {
    throw new SelectError([
      { code: "syntax", message: `A selector was expected as text, not ${typeof text}` },
    ]);
  }
  const scanner = createScanner(text);
  const predicates = predicatesByName(options.predicates ?? []);
  const state: ParseState = { scanner, predicates, issues: [], depth: 0 };
  const selector = parseList(state);
  if (scanner.offset < text.length)
    scanner.fail(`Nothing more was expected, but there is ${scanner.here()}`);
  const [first, ...rest] = state.issues;
  if (first !== undefined) throw new SelectError([first, ...rest]);
  return checkSelector(selector);
}
