import type { Origin } from "../diagnostics/origin.ts";

/** Tags that functions asked for and did not find, with the function that asked first. */
export type AskedTags = Map<string, Origin | undefined>;

let asker: Origin | undefined;

/** Runs a user's function; what it asks for meanwhile is noted as asked by it. */
export function askedBy<T>(origin: Origin, run: () => T): T {
  const before = asker;
  asker = origin;
  try {
    return run();
  } finally {
    asker = before;
  }
}

/** Tags as functions see them: one that is asked for and is not there is noted. */
class WatchedTags extends Set<string> {
  readonly #asked: AskedTags;

  constructor(tags: ReadonlySet<string>, asked: AskedTags) {
    super(tags);
    this.#asked = asked;
  }

  override has(tag: string): boolean {
    if (super.has(tag)) return true;
    if (this.#asked.get(tag) === undefined) this.#asked.set(tag, asker);
    return false;
  }
}

const watched = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** The same tags, watched: made once for each set of tags, which is made once for each entity. */
export function watchTags(tags: ReadonlySet<string>, asked: AskedTags): ReadonlySet<string> {
  let found = watched.get(tags);
  if (found === undefined) {
    found = new WatchedTags(tags, asked);
    watched.set(tags, found);
  }
  return found;
}
