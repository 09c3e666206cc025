import { scanList } from "./scan.ts";

/** A destructured property: its name, and the source of its default if it has one. */
export interface PatternKey {
  readonly name: string;
  readonly default?: string;
}

/** What the source of a function says about one parameter. */
export type Parameter =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "pattern"; readonly keys: readonly PatternKey[] }
  | { readonly kind: "rest" }
  | { readonly kind: "unknown" };

const UNKNOWN: Parameter = { kind: "unknown" };
const IDENT = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const ARROW = /^([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)\s*=>/u;
const HEAD = /^(?:function\b\s*)?(?:[\p{ID_Start}$_][\p{ID_Continue}$]*\s*)?\(/u;

/**
 * The parameters of a function as its source names them, or undefined when the source cannot be
 * read with certainty (native code, unusual syntax).
 */
export function parametersOf(source: string): readonly Parameter[] | undefined {
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) return undefined;
  const single = ARROW.exec(source);
  if (single?.[1] !== undefined) return [{ kind: "name", name: single[1] }];
  const head = HEAD.exec(source);
  if (head === null) return undefined;
  return scanList(source, head[0].length - 1)?.map(parameter);
}

function parameter(text: string): Parameter {
  if (text.startsWith("...")) return { kind: "rest" };
  if (text.startsWith("{")) return pattern(text);
  const [name = ""] = text.split("=", 1);
  return IDENT.test(name.trim()) ? { kind: "name", name: name.trim() } : UNKNOWN;
}

/** Defaults that change nothing. */
const NONE: ReadonlySet<string> = new Set(["undefined", "void 0"]);

function pattern(text: string): Parameter {
  const items = scanList(text, 0);
  if (items === undefined) return UNKNOWN;
  const keys: PatternKey[] = [];
  for (const item of items) {
    if (item.startsWith("...")) return { kind: "rest" };
    const equals = topLevelEquals(item);
    const target = (equals === -1 ? item : item.slice(0, equals)).trim();
    const name = propertyName(target);
    if (name === undefined) return UNKNOWN;
    const fallback = equals === -1 ? "undefined" : item.slice(equals + 1).trim();
    keys.push(NONE.has(fallback) ? { name } : { name, default: fallback });
  }
  return { kind: "pattern", keys };
}

/** The property that `a`, `a: target` or `"a": target` reads. */
function propertyName(target: string): string | undefined {
  const plain = /^([^\s:"'[\]{}]+)\s*(?::|$)/.exec(target)?.[1];
  if (plain !== undefined) return IDENT.test(plain) ? plain : undefined;
  return /^(["'])([^"'\\]*)\1\s*:/.exec(target)?.[2];
}

/** Where the default of a destructured property begins; `=` inside of a nested pattern is not it. */
function topLevelEquals(item: string): number {
  let depth = 0;
  for (let i = 0; i < item.length; i++) {
    const char = item.charAt(i);
    if ("{[(".includes(char)) depth++;
    else if ("}])".includes(char)) depth--;
    else if (char === "=" && depth === 0) return i;
  }
  return -1;
}
