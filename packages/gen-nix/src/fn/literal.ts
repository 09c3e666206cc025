import { scanList } from "./scan.ts";

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["!0", true],
  ["!1", false],
]);
const NUMBER =
  /^-?((?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?|\d[\d_]*n|0[xob][\da-f_]+n?)$/i;
const STRING = /^(["'`])((?:[^\\]|\\["'`\\nrt])*)\1$/s;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * The value of a JavaScript literal given as source text: `{ value }`, or undefined when the text is
 * anything that would have to be run.
 */
export function literalOf(source: string): { readonly value: unknown } | undefined {
  const text = source.trim();
  if (WORDS.has(text)) return { value: WORDS.get(text) };
  const number = NUMBER.exec(text)?.[1]?.replaceAll("_", "");
  if (number !== undefined) {
    const big = number.endsWith("n") && BigInt(number.slice(0, -1));
    const value = big === false ? Number(number) : big;
    return { value: text.startsWith("-") ? -value : value };
  }
  const string = STRING.exec(text);
  if (string !== null) return { value: unescaped(string[2] ?? "") };
  if (text.startsWith("[")) return arrayOf(text);
  return text.startsWith("{") ? objectOf(text) : undefined;
}

function unescaped(body: string): string {
  return body.replaceAll(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
}

function arrayOf(text: string): { readonly value: unknown[] } | undefined {
  const value: unknown[] = [];
  for (const item of scanList(text, 0) ?? [text]) {
    const literal = item === text ? undefined : literalOf(item);
    if (literal === undefined) return undefined;
    value.push(literal.value);
  }
  return { value };
}

function objectOf(text: string): { readonly value: object } | undefined {
  const entries: [string, unknown][] = [];
  for (const item of scanList(text, 0) ?? [text]) {
    const pair = /^(?:([\w$]+)|"([^"\\]*)"|'([^'\\]*)')\s*:(.*)$/s.exec(item);
    const name = pair?.[1] ?? pair?.[2] ?? pair?.[3];
    const literal = name === undefined ? undefined : literalOf(pair?.[4] ?? "");
    if (name === undefined || name === "__proto__" || literal === undefined) return undefined;
    entries.push([name, literal.value]);
  }
  return { value: Object.fromEntries(entries) };
}
