import { distinct } from "../data/distinct.ts";
import type { Path } from "../data/path.ts";
import { hasOwn, isPlain, put } from "../data/plain.ts";
import type { Def } from "./state.ts";

/** What `lower` becomes when a definition of this strategy is laid over it. */
export function combine(lower: unknown, def: Def, path: Path): unknown {
  if (def.combine !== undefined) return def.combine(lower, def.value, { path });
  switch (def.strategy) {
    case "append":
      return [...(lower as unknown[]), ...(def.value as unknown[])];
    case "prepend":
      return [...(def.value as unknown[]), ...(lower as unknown[])];
    case "union":
      return distinct([...(lower as unknown[]), ...(def.value as unknown[])]);
    case "merge":
      return mergeDeep(lower, def.value);
    default:
      return def.value;
  }
}

/** Plain objects key by key, everything else from `higher`. Neither argument is changed. */
function mergeDeep(lower: unknown, higher: unknown): unknown {
  if (!isPlain(lower) || !isPlain(higher)) return higher;
  const result: Record<string, unknown> = {};
  const work: [Record<string, unknown>, typeof lower, typeof higher][] = [[result, lower, higher]];
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const [target, low, high] = item;
    for (const key of Object.keys(low)) if (!hasOwn(high, key)) put(target, key, low[key]);
    for (const key of Object.keys(high)) {
      const below = hasOwn(low, key) ? low[key] : undefined;
      const above = high[key];
      if (isPlain(below) && isPlain(above)) {
        const next: Record<string, unknown> = {};
        put(target, key, next);
        work.push([next, below, above]);
      } else put(target, key, above);
    }
  }
  return result;
}
