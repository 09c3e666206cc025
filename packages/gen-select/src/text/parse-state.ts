import { SelectError, type SelectIssue } from "../select-error.ts";
import type { Predicates } from "../selector/check-leaf.ts";
import { MAX_DEPTH, selectorIssues } from "../selector/check-selector.ts";
import type { Selector } from "../selector/selector.ts";
import type { Scanner } from "./scanner.ts";

/** Where the parser is, and what it has to complain about at the end. */
export interface ParseState {
  readonly scanner: Scanner;
  readonly predicates: Predicates;
  readonly issues: SelectIssue[];
  depth: number;
}

/** Moves the complaints about one leaf, of which `value` was read at a place, to the text. */
export function checked(
  state: ParseState,
  selector: Selector,
  value: string,
  at: number,
): Selector {
  const { scanner } = state;
  const raw = scanner.text.slice(at, scanner.offset);
  // Inside of a string with escapes no character stands for itself.
  const start = raw === value ? at : raw.slice(1, -1) === value ? at + 1 : undefined;
  for (const { code, message, remedy, suggestion, position } of selectorIssues(selector)) {
    const offset = start === undefined || position === undefined ? at : start + position;
    state.issues.push(
      scanner.issue(code, message, offset, { ...(remedy && { remedy }), suggestion }),
    );
  }
  return selector;
}

/** Reads up to the closing bracket of one that opened at `open`. */
export function nested<T>(state: ParseState, open: number, read: () => T): T {
  const { scanner } = state;
  if (++state.depth > MAX_DEPTH) {
    throw new SelectError([
      scanner.issue("too-deep", `The selector nests deeper than ${MAX_DEPTH} levels`, open, {
        remedy: "Flatten it.",
      }),
    ]);
  }
  const result = read();
  scanner.space();
  if (!scanner.take(")")) {
    if (scanner.offset >= scanner.text.length)
      scanner.fail("Unclosed (", { remedy: "Close it with )." }, open);
    scanner.fail(`The closing ) was expected, not ${scanner.here()}`);
  }
  state.depth--;
  return result;
}
