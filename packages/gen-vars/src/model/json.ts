/** A JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Code-unit order, the only order this package sorts by. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Frame = { readonly close: string } | { readonly value: unknown; readonly before: string };

/**
 * JSON text with sorted keys and no spaces, the same bytes as Nix's `builtins.toJSON` for values
 * without floats. Iterative, so depth is no limit.
 */
export function canonicalJson(value: unknown): string {
  const stack: Frame[] = [{ value, before: "" }];
  let out = "";
  for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
    if ("close" in frame) {
      out += frame.close;
      continue;
    }
    out += frame.before;
    const current = frame.value;
    if (Array.isArray(current)) {
      out += "[";
      stack.push({ close: "]" });
      for (let i = current.length - 1; i >= 0; i--) {
        stack.push({ value: current[i], before: i === 0 ? "" : "," });
      }
    } else if (typeof current === "object" && current !== null) {
      out += "{";
      stack.push({ close: "}" });
      const keys = Object.keys(current).sort(compare);
      for (let i = keys.length - 1; i >= 0; i--) {
        const key = keys[i] as string;
        const before = `${i === 0 ? "" : ","}${JSON.stringify(key)}:`;
        stack.push({ value: (current as Record<string, unknown>)[key], before });
      }
    } else {
      out += JSON.stringify(current) ?? "null";
    }
  }
  return out;
}
