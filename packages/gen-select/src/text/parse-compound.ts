import type { Selector } from "../selector/selector.ts";
import { parseAttr } from "./parse-attr.ts";
import { type Inner, parsePseudo } from "./parse-pseudo.ts";
import { checked, nested, type ParseState } from "./parse-state.ts";
import { KIND_WORD, NAME_WORD, TAG_WORD } from "./words.ts";

/** `host#web*.tag[attr]:not(…)`: one is itself, several are `all`. */
export function parseCompound(state: ParseState, inner: Inner): Selector {
  const { scanner } = state;
  const parts: Selector[] = [];
  for (
    let part = parseType(state) ?? parseSimple(state, inner);
    part !== undefined;
    part = parseSimple(state, inner)
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

function parseType({ scanner }: ParseState): Selector | undefined {
  if (scanner.take("*")) return { sel: "star" };
  const quoted = scanner.quoted();
  if (quoted !== undefined) return { sel: "kind", kind: quoted };
  const kind = scanner.word(KIND_WORD);
  return kind === "" ? undefined : { sel: "kind", kind };
}

function parseSimple(state: ParseState, inner: Inner): Selector | undefined {
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
  if (scanner.take("(")) return nested(state, from, () => inner.list(state));
  if (scanner.take(":")) return parsePseudo(state, inner);
  if (scanner.sees("*") || scanner.sees('"') || scanner.sees("'")) {
    scanner.fail("A kind stands first", {
      remedy: "Write host.tag, not .tag followed by host; or :all(a, b).",
    });
  }
  return undefined;
}
