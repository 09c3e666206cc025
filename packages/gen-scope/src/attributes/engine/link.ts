import type { Cell, Link } from "./cell.ts";

/**
 * Records that `sub` read `dep`. Reads of the last run are renewed in place while they come in the
 * same order, so that an unchanged pattern of reads allocates nothing (the technique of Preact
 * signals and alien-signals). A repeated read may leave a second link: harmless, readers of the
 * lists remove doubles.
 */
export function link(dep: Cell, sub: Cell, run: number): void {
  const last = sub.cursor;
  if (last !== undefined && last.dep === dep) return;
  const following = last === undefined ? sub.deps : last.next;
  if (following !== undefined && following.dep === dep) {
    following.run = run;
    sub.cursor = following;
    return;
  }
  const tail = dep.lastSub;
  if (tail !== undefined && tail.sub === sub && tail.run === run) return;
  const made: Link = { dep, sub, next: following, prevSub: tail, nextSub: undefined, run };
  if (tail === undefined) dep.subs = made;
  else tail.nextSub = made;
  dep.lastSub = made;
  if (last === undefined) sub.deps = made;
  else last.next = made;
  sub.cursor = made;
}

/** Records a read of a further run within a fixpoint, after all that was read in it before. */
export function linkAgain(dep: Cell, sub: Cell, run: number, known: Map<Cell, Link>): void {
  const earlier = known.get(dep);
  if (earlier !== undefined) {
    earlier.run = run;
    return;
  }
  link(dep, sub, run);
  if (sub.cursor?.dep === dep) known.set(dep, sub.cursor);
}

/** The last of the recorded reads. */
export function lastRead(cell: Cell): Link | undefined {
  let last = cell.deps;
  while (last?.next !== undefined) last = last.next;
  return last;
}

/** Takes a link out of the readers of its `dep`. */
export function unsubscribe({ dep, prevSub, nextSub }: Link): void {
  if (prevSub === undefined) dep.subs = nextSub;
  else prevSub.nextSub = nextSub;
  if (nextSub === undefined) dep.lastSub = prevSub;
  else nextSub.prevSub = prevSub;
}

/** Drops the reads of an earlier run that the finished one did not repeat. */
export function dropStale(sub: Cell): void {
  const last = sub.cursor;
  let stale = last === undefined ? sub.deps : last.next;
  if (stale !== undefined) {
    if (last === undefined) sub.deps = undefined;
    else last.next = undefined;
    while (stale !== undefined) {
      unsubscribe(stale);
      stale = stale.next;
    }
  }
  sub.cursor = undefined;
}

/** What a cell read, each instance once, in the order of the first read. */
export function readsOf(cell: Cell): Cell[] {
  const seen = new Set<Cell>();
  for (let at = cell.deps; at !== undefined; at = at.next) seen.add(at.dep);
  return [...seen];
}

/** Who read a cell, each instance once. */
export function readersOf(cell: Cell): Cell[] {
  const seen = new Set<Cell>();
  for (let at = cell.subs; at !== undefined; at = at.nextSub) seen.add(at.sub);
  return [...seen];
}
