import { createHash } from "node:crypto";
import { moduleOf, print } from "gen-nix";
import { routed } from "../emit/routed.ts";
import type { BoundContent } from "../pipeline/bind-content.ts";
import type { PlacedModule } from "../pipeline/outputs.ts";

const known = new WeakMap<BoundContent, string>();

/**
 * Twelve hexadecimal digits that tell content apart: of the SHA-256 of its text, with the condition and
 * the arguments of the route that placed it. The text of shared content is printed once. Files that
 * content refers to by path count by that path, not by what is in them.
 */
export function contentHash(content: BoundContent, route: PlacedModule["route"]): string {
  if (route !== undefined) {
    const { value, formals } = routed(content.value, content.formals, [], route);
    return short(`${formals.join(" ")}: ${print(moduleOf(value).expr)}`);
  }
  let found = known.get(content);
  if (found === undefined) {
    found = short(print(content.expr));
    known.set(content, found);
  }
  return found;
}

function short(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
