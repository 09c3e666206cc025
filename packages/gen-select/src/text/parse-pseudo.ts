import { nearest } from "../selector/nearest.ts";
import type { Selector } from "../selector/selector.ts";
import { parsePlace } from "./parse-nth.ts";
import { checked, nested, type ParseState } from "./parse-state.ts";
import { KIND_WORD } from "./words.ts";

/** Reads a list of alternatives, or one of them: what stands in brackets. */
export interface Inner {
  list(state: ParseState): Selector;
  complex(state: ParseState): Selector;
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

/** `:name(…)`; the colon is already taken. */
export function parsePseudo(state: ParseState, inner: Inner): Selector {
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
  return nested(state, open, () => parseOperand(state, form, inner));
}

function parseOperand(state: ParseState, form: string, inner: Inner): Selector {
  const { scanner } = state;
  scanner.space();
  switch (form) {
    case "all":
    case "any": {
      const of: Selector[] = [];
      if (scanner.sees(")")) return { sel: form, of };
      do {
        of.push(inner.complex(state));
        scanner.space();
      } while (scanner.take(","));
      return { sel: form, of };
    }
    case "has":
      if (scanner.take(">")) return { sel: "has-child", of: inner.list(state) };
      return { sel: "has", of: inner.list(state) };
    case "not":
    case "within":
    case "parent":
    case "sibling":
      return { sel: form, of: inner.list(state) };
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
      return { sel: "via", path, of: inner.list(state) };
    }
    case "nth": {
      const place = parsePlace(scanner);
      const spaced = scanner.space();
      if (
        spaced &&
        /^of[\s*"'.#[(:]/.test(scanner.text.slice(scanner.offset, scanner.offset + 3))
      ) {
        scanner.offset += 2;
        return { sel: "nth", ...place, of: inner.list(state) };
      }
      return { sel: "nth", ...place };
    }
    default:
      return parseWhen(state);
  }
}

function parseWhen({ scanner, predicates, issues }: ParseState): Selector {
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
