import { SelectError, type SelectIssue } from "../select-error.ts";
import { predicatesByName } from "../selector/check-leaf.ts";
import { checkSelector, MAX_DEPTH, selectorIssues } from "../selector/check-selector.ts";
import { nearest } from "../selector/nearest.ts";
import type { Selector, WhenSelector } from "../selector/selector.ts";
import { parseAttr } from "./parse-attr.ts";
import { parsePlace } from "./parse-nth.ts";
import { createScanner, type Scanner } from "./scanner.ts";
import { KIND_WORD, NAME_WORD, TAG_WORD } from "./words.ts";

/** What a text may refer to by name. */
export interface ParseOptions {
  /** The predicates that `:when(name)` may name. */
  readonly predicates?: Iterable<WhenSelector>;
}

interface State {
  readonly scanner: Scanner;
  readonly predicates: ReadonlyMap<string, WhenSelector>;
  readonly issues: SelectIssue[];
  depth: number;
}

const PSEUDOS = "all any not has within parent sibling via nth when".split(" ");
/** What users of CSS may type instead. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ["nth-child", "nth"],
  ["nth-of-type", "nth"],
  ["first-child", "nth(1)"],
  ["matches", "any"],
  ["or", "any"],
  ["and", "all"],
  ["ancestor", "within"],
  ["closest", "within"],
  ["child", "has(> …)"],
  ["tag", "has"],
]);

function parseList(state: State): Selector {
  const found: Selector[] = [parseComplex(state)];
  state.scanner.space();
  while (state.scanner.take(",")) {
    found.push(parseComplex(state));
    state.scanner.space();
  }
  return found.length === 1 ? (found[0] as Selector) : { sel: "any", of: found };
}

function parseComplex(state: State): Selector {
  const { scanner } = state;
  scanner.space();
  let left = parseCompound(state);
  for (;;) {
    const spaced = scanner.space();
    if (scanner.sees("~") || scanner.sees("+")) {
      scanner.fail(`There is no combinator ${scanner.here()}`, { suggestion: ":sibling(…)" });
    }
    if (scanner.take(">")) {
      scanner.space();
      left = { sel: "child", left, of: parseCompound(state) };
    } else if (
      spaced &&
      scanner.offset < scanner.text.length &&
      !scanner.sees(",") &&
      !scanner.sees(")")
    ) {
      left = { sel: "descendant", left, of: parseCompound(state) };
    } else {
      return left;
    }
  }
}

function parseCompound(state: State): Selector {
  const { scanner } = state;
  const parts: Selector[] = [];
  for (
    let part = parseType(state) ?? parseSimple(state);
    part !== undefined;
    part = parseSimple(state)
  ) {
    parts.push(part);
  }
  if (parts.length === 0) {
    scanner.fail(`A selector was expected, not ${scanner.here()}`, {
      remedy: "Write a kind, *, #name, .tag, [attribute], :not(…) or (…).",
    });
  }
  return parts.length === 1 ? (parts[0] as Selector) : { sel: "all", of: parts };
}

function parseType({ scanner }: State): Selector | undefined {
  if (scanner.take("*")) return { sel: "star" };
  const quoted = scanner.quoted();
  if (quoted !== undefined) return { sel: "kind", kind: quoted };
  const kind = scanner.word(KIND_WORD);
  return kind === "" ? undefined : { sel: "kind", kind };
}

function parseSimple(state: State): Selector | undefined {
  const { scanner } = state;
  const from = scanner.offset;
  const text = (shape: RegExp, what: string, example: string): string => {
    const quoted = scanner.quoted();
    if (quoted !== undefined) return quoted;
    const word = scanner.word(shape);
    if (word === "") {
      scanner.fail(`${what} was expected, not ${scanner.here()}`, {
        remedy: `Quote other characters: ${example}.`,
      });
    }
    return word;
  };
  if (scanner.take(".")) return { sel: "tag", tag: text(TAG_WORD, "A tag", '."my tag"') };
  if (scanner.take("#")) {
    const at = scanner.offset;
    const glob = text(NAME_WORD, "A name", '#"web1.example.org"');
    return checked(state, { sel: "name", glob }, glob, at);
  }
  if (scanner.take("[")) return parseAttr(scanner, from);
  if (scanner.take("(")) return nested(state, from, () => parseList(state));
  if (scanner.take(":")) return parsePseudo(state);
  if (scanner.sees("*") || scanner.sees('"') || scanner.sees("'")) {
    scanner.fail("A kind stands first", {
      remedy: "Write host.tag, not .tag followed by host; or :all(a, b).",
    });
  }
  return undefined;
}

/** Moves the complaints about one leaf, of which `value` was read at a place, to the text. */
function checked(state: State, selector: Selector, value: string, at: number): Selector {
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
function nested<T>(state: State, open: number, read: () => T): T {
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

function parsePseudo(state: State): Selector {
  const { scanner } = state;
  const at = scanner.offset;
  const name = scanner.word(KIND_WORD);
  const form = name === "is" || name === "where" ? "any" : name;
  if (!PSEUDOS.includes(form)) {
    const suggestion = MEANT.get(name) ?? nearest(name, PSEUDOS);
    scanner.fail(
      name === "" ? `A word was expected after :, not ${scanner.here()}` : `There is no :${name}`,
      {
        suggestion: suggestion && `:${suggestion}`,
        remedy: `There are ${PSEUDOS.map((one) => `:${one}(…)`).join(" ")}.`,
      },
      at,
    );
  }
  const open = scanner.offset;
  if (!scanner.take("(")) {
    scanner.fail(`:${name} needs an operand in brackets`, { suggestion: `:${name}(…)` });
  }
  return nested(state, open, () => parseOperand(state, form));
}

function parseOperand(state: State, form: string): Selector {
  const { scanner } = state;
  scanner.space();
  switch (form) {
    case "all":
    case "any": {
      const of: Selector[] = [];
      if (scanner.sees(")")) return { sel: form, of };
      do {
        of.push(parseComplex(state));
        scanner.space();
      } while (scanner.take(","));
      return { sel: form, of };
    }
    case "has":
      if (scanner.take(">")) return { sel: "has-child", of: parseList(state) };
      return { sel: "has", of: parseList(state) };
    case "not":
    case "within":
    case "parent":
    case "sibling":
      return { sel: form, of: parseList(state) };
    case "via": {
      const at = scanner.offset;
      const path = scanner.quoted();
      if (path === undefined) {
        return scanner.fail(`A quoted label expression was expected, not ${scanner.here()}`, {
          remedy: 'Write :via("P* I?", selector).',
        });
      }
      checked(state, { sel: "via", path, of: { sel: "star" } }, path, at);
      scanner.space();
      if (!scanner.take(","))
        scanner.fail(`A comma and a selector were expected, not ${scanner.here()}`);
      return { sel: "via", path, of: parseList(state) };
    }
    case "nth": {
      const place = parsePlace(scanner);
      const spaced = scanner.space();
      if (
        spaced &&
        /^of[\s*"'.#[(:]/.test(scanner.text.slice(scanner.offset, scanner.offset + 3))
      ) {
        scanner.offset += 2;
        return { sel: "nth", ...place, of: parseList(state) };
      }
      return { sel: "nth", ...place };
    }
    default:
      return parseWhen(state);
  }
}

function parseWhen({ scanner, predicates, issues }: State): Selector {
  const at = scanner.offset;
  const name = scanner.quoted() ?? scanner.word(KIND_WORD);
  if (at === scanner.offset)
    scanner.fail(`The name of a predicate was expected, not ${scanner.here()}`);
  const found = predicates.get(name);
  if (found !== undefined) return found;
  issues.push(
    scanner.issue("unknown-predicate", `There is no predicate ${JSON.stringify(name)}`, at, {
      suggestion: nearest(name, predicates.keys()),
      remedy: `Known are: ${[...predicates.keys()].sort().join(", ") || "none"}.`,
    }),
  );
  return { sel: "star" };
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
  const state: State = { scanner, predicates, issues: [], depth: 0 };
  const selector = parseList(state);
  if (scanner.offset < text.length)
    scanner.fail(`Nothing more was expected, but there is ${scanner.here()}`);
  const [first, ...rest] = state.issues;
  if (first !== undefined) throw new SelectError([first, ...rest]);
  return checkSelector(selector);
}
