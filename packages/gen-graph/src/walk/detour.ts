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
 * May a step be taken: can `goal` be reached from `to` within so many edges without touching the
 * current path? A path can only be in the way inside the strong component of `to`: beyond it the plain
 * `distance` is exact, so the search never leaves the component.
 *
 * A search that succeeds has found a way, and whoever goes it needs no further search (the
 * “certificate” of Read & Tarjan 1975): `ahead` holds it, as the next node of each on it, until
 * `leave` takes back a step.
 */
export function detours(
  { offsets, targets }: Csr,
  goal: number,
  distance: Int32Array,
  onPath: Uint8Array,
): {
  readonly mayStep: (from: number, to: number, within: number) => boolean;
  readonly leave: () => void;
} {
  const { componentOf, count } = strongComponents({ offsets, targets });
  const sizes = new Int32Array(count);
  for (let v = 0; v < componentOf.length; v++) (sizes[componentOf[v] as number] as number)++;
  const stamp = new Int32Array(componentOf.length);
  const parent = new Int32Array(componentOf.length);
  const ahead = new Int32Array(componentOf.length);
  /** Where the way ahead starts, and where it is known up to. */
  let [here, end] = [-1, -1];
  let now = 0;

  /** Keeps the way that was found, from the search's start to `last`, and then to `exit`. */
  const keep = (start: number, last: number, exit: number): true => {
    ahead[last] = exit;
    for (let v = last; v !== start; v = parent[v] as number) ahead[parent[v] as number] = v;
    [here, end] = [start, exit];
    return true;
  };
  const search = (start: number, within: number): boolean => {
    const home = componentOf[start] as number;
    now++;
    stamp[start] = now;
    let level = [start];
    for (let length = 1; level.length > 0 && length <= within; length++) {
      const next: number[] = [];
      for (const u of level) {
        const last = offsets[u + 1] as number;
        for (let e = offsets[u] as number; e < last; e++) {
          const v = targets[e] as number;
          if (v === goal) return keep(start, u, v);
          if (onPath[v] === 1 || stamp[v] === now || distance[v] === -1) continue;
          if (componentOf[v] !== home) {
            if ((distance[v] as number) <= within - length) return keep(start, u, v);
            continue;
          }
          stamp[v] = now;
          parent[v] = u;
          next.push(v);
        }
      }
      level = next;
    }
    return false;
  };
  return {
    mayStep: (from, to, within) => {
      if (here === from && here !== end && ahead[from] === to) {
        here = to;
        if (here !== end) return true;
      }
      if (sizes[componentOf[to] as number] === 1) return true;
      return search(to, within);
    },
    leave: () => {
      [here, end] = [-1, -1];
    },
  };
}
