import { GraphError } from "../error/graph-error.ts";
import { show } from "../error/show.ts";

/** The graph attribute under which `toGraphology` notes how it wrote the keys. */
export const ENCODING_ATTRIBUTE = "keyEncoding";
/** Its value. */
export const ENCODING = "gen-graph/1";

/** Names that graphology's plain-object adjacency finds on every object. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Can graphology hold this key? Plain objects must not have it by inheritance, and it must not be
 * empty: graphology's `find…` and `some…` take a found empty key for “nothing found”.
 */
export function isSafeKey(key: string): boolean {
  return key !== "" && !INHERITED.has(key) && !(key in {});
}

/**
 * A node as a graphology key. graphology keeps neighbours in plain objects and turns every key into
 * a string, so `constructor`, `__proto__` and `""` break it and `1` meets `"1"`. Strings that are safe stay
 * themselves; others get a tag: `~s:constructor`, `~n:1`, `~b:true`. {@link decodeKey} is the inverse.
 *
 * @throws GraphError `key-missing` for objects, functions and symbols: give them a key of your own.
 */
export function encodeKey(node: unknown): string {
  switch (typeof node) {
    case "string":
      return node.startsWith("~") || !isSafeKey(node) ? `~s:${node}` : node;
    case "number":
      return `~n:${node}`;
    case "bigint":
      return `~i:${node}`;
    case "boolean":
      return `~b:${node}`;
    case "undefined":
      return "~u:";
    default:
      if (node === null) return "~0:";
      throw new GraphError([
        {
          code: "key-missing",
          message: `The node ${show(node)} cannot be written as a key.`,
          remedy: "Pass `key` to name such nodes.",
          culprits: [node],
        },
      ]);
  }
}

/** What {@link encodeKey} can write. */
export type Encodable = string | number | bigint | boolean | null | undefined;

/** Can {@link encodeKey} write it? */
export function isEncodable(node: unknown): node is Encodable {
  return node === null || !["object", "function", "symbol"].includes(typeof node);
}

/** The node that {@link encodeKey} wrote; any other text is itself. */
export function decodeKey(key: string): Encodable {
  if (!key.startsWith("~")) return key;
  try {
    const node = untag(key);
    return encodeKey(node) === key ? node : key;
  } catch {
    return key;
  }
}

function untag(key: string): Encodable {
  const rest = key.slice(3);
  switch (key.slice(0, 3)) {
    case "~s:":
      return rest;
    case "~n:":
      return Number(rest);
    case "~i:":
      return BigInt(rest);
    case "~b:":
      return rest === "true";
    case "~u:":
      return undefined;
    case "~0:":
      return null;
    default:
      return key;
  }
}
