import { nixError, type ValuePath } from "../errors.ts";
import type { Attr, StrNode } from "./node.ts";
import { splitPlaceholders } from "./placeholder.ts";

// A surrogate that has no partner: not text, and not UTF-8.
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

// NUL, surrogates, and the marks of placeholders.
const ODD = /[\0\ud800-\udfff\uf8f0\uf8f1]/;

/** True for text that surely has neither placeholders nor characters that Nix cannot hold. */
export function isPlainText(text: string): boolean {
  return !ODD.test(text);
}

/** What a Nix string cannot hold, or undefined. */
function badCharacter(text: string): string | undefined {
  if (text.includes("\0")) return "a NUL character, which no Nix string can hold";
  return LONE.test(text) ? "half of a surrogate pair, which is not text" : undefined;
}

/** Refuses text that no Nix string can hold. */
export function checkText(text: string, path: ValuePath): void {
  const bad = badCharacter(text);
  if (bad !== undefined) {
    throw nixError("BAD_CHARACTER", `holds ${bad}`, "remove or encode it", path);
  }
}

/** A JavaScript string, in which placeholders become interpolations. */
export function strNode(text: string, path: ValuePath): StrNode {
  const parts = splitPlaceholders(text);
  for (const part of parts) if (typeof part === "string") checkText(part, path);
  return { k: "str", parts };
}

/** An attribute name from a property key: static text, or a string node when it holds placeholders. */
export function attrOf(key: string, path: ValuePath): Attr {
  const node = strNode(key, path);
  return node.parts.every((part) => typeof part === "string") ? key : node;
}
