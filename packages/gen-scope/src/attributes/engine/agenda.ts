/**
 * What a fixpoint has yet to do, by places: taken in sweeps down and up again. Whichever way values
 * travel, a sweep in that direction takes them all the way.
 */
export interface Agenda {
  at: number;
  isGoingDown: boolean;
  /** Heaps, the greatest first: the places below, and those above, negated. */
  readonly below: number[];
  readonly above: number[];
}

/** An empty agenda, to begin at the top. */
export function createAgenda(): Agenda {
  return { at: Number.POSITIVE_INFINITY, isGoingDown: true, below: [], above: [] };
}

/** Adds a place. */
export function note(agenda: Agenda, place: number): void {
  const { at, isGoingDown, below, above } = agenda;
  if (place < at || (place === at && !isGoingDown)) add(below, place);
  else add(above, -place);
}

/** Takes the next place. */
export function takeNext(agenda: Agenda): number | undefined {
  if ((agenda.isGoingDown ? agenda.below : agenda.above).length === 0) {
    agenda.isGoingDown = !agenda.isGoingDown;
  }
  const next = takeGreatest(agenda.isGoingDown ? agenda.below : agenda.above);
  if (next === undefined) return undefined;
  agenda.at = Math.abs(next);
  return agenda.at;
}

/** All places left. */
export function placesOf({ below, above }: Agenda): number[] {
  return [...below, ...above.map((place) => -place)];
}

function add(heap: number[], value: number): void {
  let at = heap.length;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as number;
    if (parent >= value) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = value;
}

function takeGreatest(heap: number[]): number | undefined {
  const greatest = heap[0];
  const last = heap.pop();
  if (heap.length === 0 || last === undefined) return greatest;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    const right = below + 1;
    if (right < heap.length && (heap[right] as number) > (heap[below] as number)) below = right;
    const child = heap[below] as number;
    if (child <= last) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
  return greatest;
}
