import type { AttrSelector, Scalar } from "../selector/selector.ts";

/** One-segment paths that read the node itself rather than the view's attributes. */
export type OwnAttr = "id" | "kind" | "name" | "tag";

/** Which part of the node itself a path reads, if any. `tags` is `tag`. */
export function ownAttr(path: readonly string[]): OwnAttr | undefined {
  if (path.length !== 1) return undefined;
  const [name] = path;
  if (name === "tags") return "tag";
  return name === "id" || name === "kind" || name === "name" || name === "tag" ? name : undefined;
}

/** Whether a string, split at white space, has this word. */
function hasWord(text: string, word: string): boolean {
  return word !== "" && text.includes(word) && text.split(/\s+/).includes(word);
}

function below(a: unknown, b: Scalar): number | undefined {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  return undefined;
}

/**
 * Whether a known attribute value passes a test. `undefined` (absent) passes only `!=`. Scalars are
 * compared with their type: `443` is not `"443"`. Values of different types have no order.
 */
export function testValue(test: AttrSelector, value: unknown): boolean {
  switch (test.op) {
    case "exists":
      return value !== undefined;
    case "=":
      return value === test.value;
    case "!=":
      return value !== test.value;
    case "~=":
      if (Array.isArray(value)) return value.includes(test.value);
      return (
        typeof value === "string" && typeof test.value === "string" && hasWord(value, test.value)
      );
    case "in":
      return test.value.some((one) => one === value);
    case "^=":
      return typeof value === "string" && value.startsWith(test.value);
    case "$=":
      return typeof value === "string" && value.endsWith(test.value);
    case "*=":
      return typeof value === "string" && value.includes(test.value);
    case "<":
      return (below(value, test.value) ?? 1) < 0;
    case ">":
      return (below(value, test.value) ?? -1) > 0;
    case "<=":
      return (below(value, test.value) ?? 1) <= 0;
    case ">=":
      return (below(value, test.value) ?? -1) >= 0;
  }
}

/** Whether one tag passes a test other than `!=`, which speaks about all tags. */
export function testTag(test: AttrSelector, tag: string): boolean {
  return test.op === "~=" ? tag === test.value : testValue(test, tag);
}
