import type { Step } from "./answer.ts";

/**
 * A path as one line: `"main" -P-> "root" -I(lib)-> "lib"`. Imports show the name they import.
 *
 * @param from where it begins, for paths without steps.
 */
export function formatPath(path: readonly Step[], from?: string): string {
  const start = path[0]?.from ?? from;
  const parts = start === undefined ? [] : [JSON.stringify(start)];
  for (const { label, to, via } of path) {
    const edge = via === undefined ? label : `${label}(${via.declaration.name})`;
    parts.push(`-${edge}-> ${JSON.stringify(to)}`);
  }
  return parts.join(" ");
}
