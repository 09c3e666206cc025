import type { Def } from "./state.ts";

/**
 * Definitions from strongest to weakest: by priority, then by position (`defs` comes weakest
 * position first). Without differing priorities that is the list backwards.
 */
export function byStrength(defs: readonly Def[]): Def[] {
  const sorted: Def[] = [];
  for (let index = defs.length - 1; index >= 0; index--) sorted.push(defs[index] as Def);
  const first = sorted[0]?.priority;
  for (const def of sorted) {
    if (def.priority !== first) {
      sorted.sort((a, b) => a.priority - b.priority);
      break;
    }
  }
  return sorted;
}
