import { isOpaque } from "../data/canonical.ts";
import type { Value } from "../data/value.ts";

const LONGEST = 200;

/** A value as people read it: text as it is when `bare`, otherwise as JSON, cut when long. */
export function show(value: unknown, bare = false): string {
  if (typeof value === "string") return bare ? value : JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "(a function)";
  if (typeof value !== "object" || value === null) return String(value);
  if (isOpaque(value)) return `<${(value as { $opaque: string }).$opaque}>`;
  if ("$var" in value && typeof value.$var === "string") return value.$var;
  if ("$lit" in value) return show(value.$lit);
  let text: string;
  try {
    text = JSON.stringify(value, (_, item: unknown) =>
      typeof item === "bigint" ? `${item}n` : item,
    );
  } catch {
    // Too deep or cyclic: shown by its kind only.
    text = Array.isArray(value) ? "[…]" : "{…}";
  }
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A fact or pattern as people read it: `edge("a", x)`. */
export function showAtom(atom: { relation: string; args: readonly unknown[] }): string {
  return `${atom.relation}(${atom.args.map((arg) => show(arg)).join(", ")})`;
}

/** The names in braces in a text. */
export function placeholders(text: string): string[] {
  return Array.from(text.matchAll(/\{([^{}]+)\}/g), (match) => match[1] as string);
}

/** Fills `{name}` in a text with the values of a binding; unknown names stay as they are. */
export function fill(text: string, binding: Readonly<Record<string, Value>>): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, name: string) =>
    Object.hasOwn(binding, name) ? show(binding[name], true) : whole,
  );
}
