import { SelectError, type SelectErrorCode, type SelectIssue } from "../select-error.ts";
import { wordAt } from "./words.ts";

/** Reads a text from left to right and complains about places in it. */
export interface Scanner {
  readonly text: string;
  offset: number;
  /** Skips white space; whether there was some. */
  space(): boolean;
  /** Whether the text goes on with this. */
  sees(token: string): boolean;
  /** Takes this, if the text goes on with it. */
  take(token: string): boolean;
  /** Takes a word of a shape, or `""`. */
  word(shape: RegExp): string;
  /** Takes a quoted string, if one stands here. */
  quoted(): string | undefined;
  /** Describes what stands here. */
  here(): string;
  /** An issue at an offset. */
  issue(code: SelectErrorCode, message: string, offset: number, hint?: Hint): SelectIssue;
  /** Throws a syntax error at an offset. */
  fail(message: string, hint?: Hint, offset?: number): never;
}

/** What helps the reader of an error. */
interface Hint {
  readonly remedy?: string;
  readonly suggestion?: string | undefined;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
]);

function placeOf(
  text: string,
  offset: number,
): Pick<SelectIssue, "offset" | "line" | "column" | "snippet"> {
  const before = text.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  const start = before.at(-1) ?? "";
  const rest = text.slice(offset).split(/[\n\r\u2028\u2029]/)[0] ?? "";
  // A long line is cut around the place; a tab stays a tab so that the caret stands below it.
  const head = start.length > 60 ? `…${start.slice(-60)}` : start;
  const tail = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest;
  return {
    offset,
    line: before.length,
    column: start.length + 1,
    snippet: `${head}${tail}\n${head.replace(/[^\t]/gu, " ")}^`,
  };
}

/** A scanner at the beginning of a text. */
export function createScanner(text: string): Scanner {
  const scanner: Scanner = {
    text,
    offset: 0,
    space() {
      const from = scanner.offset;
      while (/\s/.test(text[scanner.offset] ?? "")) scanner.offset++;
      return scanner.offset > from;
    },
    sees: (token) => text.startsWith(token, scanner.offset),
    take(token) {
      if (!scanner.sees(token)) return false;
      scanner.offset += token.length;
      return true;
    },
    word(shape) {
      const found = wordAt(shape, text, scanner.offset);
      scanner.offset += found.length;
      return found;
    },
    quoted() {
      const quote = text[scanner.offset];
      if (quote !== '"' && quote !== "'") return undefined;
      const from = scanner.offset++;
      let value = "";
      for (;;) {
        const char = text[scanner.offset];
        if (char === undefined) {
          return scanner.fail(`Unclosed string`, { remedy: `Close it with ${quote}.` }, from);
        }
        scanner.offset++;
        if (char === quote) return value;
        value += char === "\\" ? escaped(scanner) : char;
      }
    },
    here() {
      const char = String.fromCodePoint(text.codePointAt(scanner.offset) ?? 0);
      return scanner.offset >= text.length ? "the end" : JSON.stringify(char);
    },
    issue(code, message, offset, { remedy, suggestion } = {}) {
      return {
        code,
        message,
        ...placeOf(text, offset),
        ...(remedy === undefined ? {} : { remedy }),
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    },
    fail(message, hint = {}, offset = scanner.offset) {
      throw new SelectError([scanner.issue("syntax", message, offset, hint)]);
    },
  };
  return scanner;
}

/** The character that an escape stands for; the backslash is already taken. */
function escaped(scanner: Scanner): string {
  const from = scanner.offset - 1;
  const char = scanner.text[scanner.offset];
  if (char === undefined) scanner.fail("Unclosed string: nothing follows the last \\", {}, from);
  scanner.offset++;
  if (char === "u") {
    const braced = /^\{([0-9a-fA-F]{1,6})\}/.exec(
      scanner.text.slice(scanner.offset, scanner.offset + 8),
    );
    const plain = /^([0-9a-fA-F]{4})/.exec(scanner.text.slice(scanner.offset, scanner.offset + 4));
    const found = braced ?? plain;
    const code = Number.parseInt(found?.[1] ?? "", 16);
    if (found === null || code > 0x10ffff) {
      scanner.fail("Malformed \\u escape", { remedy: "Write \\u0041 or \\u{1F600}." }, from);
    }
    scanner.offset += found[0].length;
    return braced === null ? String.fromCharCode(code) : String.fromCodePoint(code);
  }
  const mapped = ESCAPES.get(char);
  if (mapped !== undefined) return mapped;
  if (!/[\\"'/]/.test(char)) {
    scanner.fail(
      `Unknown escape \\${char}`,
      { remedy: "Known are \\\\ \\\" \\' \\/ \\n \\r \\t \\b \\f \\u." },
      from,
    );
  }
  return char;
}
