import type { Lists } from "./lists.ts";

/**
 * Repairs `place` so that an edge `source → target` fits; the ids of the closed cycle, in order, when
 * it cannot (then nothing was changed). Pearce & Kelly 2006, §3: only nodes placed between the two
 * ends are visited; what the target reaches there moves behind what reaches the source there, on the
 * places that both held before.
 */
export function makeRoom(
  lists: Lists,
  place: number[],
  source: number,
  target: number,
): number[] | undefined {
  const low = place[target] as number;
  const high = place[source] as number;
  if (high < low) return undefined;
  const parent = new Map<number, number>([[target, -1]]);
  const forward = [target];
  for (let head = 0; head < forward.length; head++) {
    const u = forward[head] as number;
    for (const v of lists.out(u)) {
      if (v === source) return trace(parent, u, source);
      if ((place[v] as number) > high || parent.has(v)) continue;
      parent.set(v, u);
      forward.push(v);
    }
  }
  const seen = new Set<number>([source]);
  const backward = [source];
  for (let head = 0; head < backward.length; head++) {
    for (const u of lists.into(backward[head] as number)) {
      if ((place[u] as number) < low || seen.has(u)) continue;
      seen.add(u);
      backward.push(u);
    }
  }
  const byPlace = (a: number, b: number): number => (place[a] as number) - (place[b] as number);
  const moved = [...backward.sort(byPlace), ...forward.sort(byPlace)];
  const places = moved.map((id) => place[id] as number).sort((a, b) => a - b);
  moved.forEach((id, i) => {
    place[id] = places[i] as number;
  });
  return undefined;
}

function trace(parent: ReadonlyMap<number, number>, last: number, source: number): number[] {
  const path = [source];
  for (let u = last; u !== -1; u = parent.get(u) as number) path.push(u);
  return path.reverse();
}
