/** Numbers of which the greatest comes first: a binary heap. */
export type Queue = number[];

/** Adds a number. */
export function add(queue: Queue, value: number): void {
  let at = queue.length;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = queue[above] as number;
    if (parent >= value) break;
    queue[at] = parent;
    at = above;
  }
  queue[at] = value;
}

/** Takes the greatest number. */
export function takeGreatest(queue: Queue): number | undefined {
  const greatest = queue[0];
  const last = queue.pop();
  if (queue.length === 0 || last === undefined) return greatest;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= queue.length) break;
    const right = below + 1;
    if (right < queue.length && (queue[right] as number) > (queue[below] as number)) below = right;
    const child = queue[below] as number;
    if (child <= last) break;
    queue[at] = child;
    at = below;
  }
  queue[at] = last;
  return greatest;
}
