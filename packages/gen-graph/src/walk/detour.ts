import type { Csr } from "../csr/csr.ts";
import { strongComponents } from "../csr/tarjan.ts";

/** How many edges each node is from `goal`, walking `incoming` rows; -1 when it cannot get there. */
export function distancesTo({ offsets, targets }: Csr, goal: number): Int32Array {
  const distance = new Int32Array(offsets.length - 1).fill(-1);
  const queue = new Int32Array(offsets.length - 1);
  distance[goal] = 0;
  queue[0] = goal;
  let tail = 1;
  for (let head = 0; head < tail; head++) {
    const v = queue[head] as number;
    const end = offsets[v + 1] as number;
    for (let e = offsets[v] as number; e < end; e++) {
      const u = targets[e] as number;
      if (distance[u] !== -1) continue;
      distance[u] = (distance[v] as number) + 1;
      queue[tail++] = u;
    }
  }
  return distance;
}

/**
 * Can `goal` be reached from a node within so many edges without touching the current path? A path
 * can only be in the way inside the strong component of that node: beyond it the plain `distance`
 * is exact, so the search never leaves the component.
 */
export function stillReaches(
  csr: Csr,
  goal: number,
  distance: Int32Array,
  onPath: Uint8Array,
): (from: number, within: number) => boolean {
  const { offsets, targets } = csr;
  const { componentOf, count } = strongComponents(csr);
  const sizes = new Int32Array(count);
  for (let v = 0; v < componentOf.length; v++) (sizes[componentOf[v] as number] as number)++;
  const stamp = new Int32Array(componentOf.length);
  let now = 0;
  return (from, within) => {
    const home = componentOf[from] as number;
    if (sizes[home] === 1) return true;
    now++;
    stamp[from] = now;
    let level = [from];
    for (let length = 1; level.length > 0 && length <= within; length++) {
      const next: number[] = [];
      for (const u of level) {
        const end = offsets[u + 1] as number;
        for (let e = offsets[u] as number; e < end; e++) {
          const v = targets[e] as number;
          if (v === goal) return true;
          if (onPath[v] === 1 || stamp[v] === now || distance[v] === -1) continue;
          if (componentOf[v] !== home) {
            if ((distance[v] as number) <= within - length) return true;
            continue;
          }
          stamp[v] = now;
          next.push(v);
        }
      }
      level = next;
    }
    return false;
  };
}
