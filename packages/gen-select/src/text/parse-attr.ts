import type { AttrSelector, Scalar } from "../selector/selector.ts";
import type { Scanner } from "./scanner.ts";
import { NUMBER, PATH_WORD, VALUE_WORD } from "./words.ts";

const OPS = ["!=", "^=", "$=", "*=", "~=", "<=", ">=", "==", "=", "<", ">"] as const;

function scalar(scanner: Scanner): Scalar {
  const from = scanner.offset;
  const quoted = scanner.quoted();
  if (quoted !== undefined) return quoted;
  const word = scanner.word(VALUE_WORD);
  if (word === "") {
    return scanner.fail(`A value was expected, not ${scanner.here()}`, {
      remedy: 'Quote values with other characters: "…".',
    });
  }
  if (word === "true") return true;
  if (word === "false") return false;
  if (word === "null") return null;
  if (!NUMBER.test(word)) return word;
  const number = Number(word);
  if (!Number.isFinite(number)) scanner.fail(`The number ${word} is too large`, {}, from);
  return number;
}

function path(scanner: Scanner): string[] {
  const parts: string[] = [];
  do {
    const part = scanner.quoted() ?? scanner.word(PATH_WORD);
    if (part === "" && !/["']/.test(scanner.text[scanner.offset - 1] ?? "")) {
      scanner.fail(`An attribute name was expected, not ${scanner.here()}`, {
        remedy: 'Quote names with other characters: ["my name"].',
      });
    }
    parts.push(part);
  } while (scanner.take("."));
  return parts;
}

/** `[path]`, `[path op value]`, `[path in (a, b)]`, `[path exists]`; the bracket is already taken. */
export function parseAttr(scanner: Scanner, open: number): AttrSelector {
  scanner.space();
  const parts = path(scanner);
  scanner.space();
  const from = scanner.offset;
  const op = OPS.find((one) => scanner.take(one));
  const test = op === undefined ? wordOp(scanner, parts) : symbolOp(scanner, parts, op, from);
  scanner.space();
  if (!scanner.take("]")) {
    if (scanner.offset >= scanner.text.length)
      scanner.fail("Unclosed [", { remedy: "Close it with ]." }, open);
    scanner.fail(`The end of the test, ], was expected, not ${scanner.here()}`, {
      remedy: 'Quote values with other characters: "…".',
    });
  }
  return test;
}

function symbolOp(
  scanner: Scanner,
  path: string[],
  op: (typeof OPS)[number],
  from: number,
): AttrSelector {
  if (op === "==") return scanner.fail("There is no operator ==", { suggestion: "=" }, from);
  scanner.space();
  const at = scanner.offset;
  const value = scalar(scanner);
  switch (op) {
    case "^=":
    case "$=":
    case "*=":
      if (typeof value === "string") return { sel: "attr", path, op, value };
      return scanner.fail(`${op} compares text`, { suggestion: JSON.stringify(String(value)) }, at);
    case "<":
    case ">":
    case "<=":
    case ">=":
      if (typeof value === "string" || typeof value === "number")
        return { sel: "attr", path, op, value };
      return scanner.fail(`${op} compares numbers or text, not ${value}`, {}, at);
    default:
      return { sel: "attr", path, op, value };
  }
}

function wordOp(scanner: Scanner, path: string[]): AttrSelector {
  const from = scanner.offset;
  if (scanner.sees("]")) return { sel: "attr", path, op: "exists" };
  const word = scanner.word(PATH_WORD);
  if (word === "exists") return { sel: "attr", path, op: "exists" };
  if (word !== "in") {
    const remedy = "Operators are = != ^= $= *= ~= < > <= >= in exists.";
    if (from >= scanner.text.length) return { sel: "attr", path, op: "exists" };
    return scanner.fail(
      `An operator or ] was expected, not ${word === "" ? scanner.here() : word}`,
      { remedy },
      from,
    );
  }
  scanner.space();
  const open = scanner.offset;
  if (!scanner.take("(")) scanner.fail(`The list of in, (, was expected, not ${scanner.here()}`);
  const value: Scalar[] = [];
  scanner.space();
  while (!scanner.take(")")) {
    if (scanner.offset >= scanner.text.length)
      scanner.fail("Unclosed (", { remedy: "Close it with )." }, open);
    if (value.length > 0) {
      if (!scanner.take(",")) scanner.fail(`, or ) was expected, not ${scanner.here()}`);
      scanner.space();
    }
    value.push(scalar(scanner));
    scanner.space();
  }
  return { sel: "attr", path, op: "in", value };
}
