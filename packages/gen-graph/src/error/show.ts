import type { Key } from "../compile/graph-input.ts";
/** A node as text for messages: strings quoted (so `1` and `"1"` differ), objects by their key. */
export function show<N>(node: N, key?: Key<N>): string {
  if (typeof node === "string") return JSON.stringify(node);
  if (key !== undefined) {
    try {
      return String(key(node));
    } catch {
      // A key that throws must not hide the error that is being told.
    }
  }
  if (typeof node === "bigint") return `${node}n`;
  if (Object.is(node, -0)) return "0";
  if (typeof node === "object" && node !== null) return "[object]";
  if (typeof node === "function") return `[function ${node.name}]`;
  return String(node);
}
