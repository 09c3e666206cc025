import { fromPointer } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import type { JsonSchema } from "./json-schema.ts";

/**
 * What a local `$ref` of `root` points at: `#`, a JSON Pointer (`#/$defs/port`), an `$anchor`, or an
 * `$id` of the same document. `undefined` when it points nowhere in here.
 */
export function resolveRef(root: JsonSchema, ref: string): JsonSchema | undefined {
  if (ref === "#" || ref === own(root, "$id")) return root;
  if (ref === "#/" || ref.startsWith("#/")) {
    let at: unknown = root;
    for (const key of fromPointer(decode(ref.slice(1)))) {
      at = Array.isArray(at) ? at[Number(key)] : own(at, key);
    }
    return isSchema(at) ? at : undefined;
  }
  const stack: unknown[] = [root];
  const seen = new Set<unknown>();
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (typeof item !== "object" || item === null || seen.has(item)) continue;
    seen.add(item);
    if (own(item, "$id") === ref || (ref[0] === "#" && own(item, "$anchor") === ref.slice(1))) {
      return item as JsonSchema;
    }
    stack.push(...Object.values(item));
  }
  return undefined;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isPlain(value);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
