import type { Path } from "./path.ts";
import { own } from "./plain.ts";

/** The path at which an object graph contains itself, if it does (sharing without a cycle is fine). */
export function endless(value: unknown): Path | undefined {
  interface Step {
    readonly item: unknown;
    readonly key: string;
    readonly from: Step | undefined;
    readonly leave: boolean;
  }
  const open = new Set<unknown>();
  const closed = new Set<unknown>();
  const stack: Step[] = [{ item: value, key: "", from: undefined, leave: false }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { item } = step;
    if (step.leave) {
      open.delete(item);
      closed.add(item);
      continue;
    }
    if (typeof item !== "object" || item === null || closed.has(item)) continue;
    if (open.has(item)) {
      const path: string[] = [];
      for (let at: Step | undefined = step; at?.from !== undefined; at = at.from) path.push(at.key);
      return path.reverse();
    }
    open.add(item);
    stack.push({ ...step, leave: true });
    for (const key of Object.keys(item)) {
      stack.push({ item: own(item, key), key, from: step, leave: false });
    }
  }
  return undefined;
}
