/** A node about which a view cannot tell whether it matches. */
export interface Undecided {
  readonly id: string;
  /** Sorted, without repeats. */
  readonly reasons: readonly string[];
}

/**
 * The nodes that match, found as they are asked for: a repeatable iterable of ids in the order of
 * the view's `compare` (code units of ids by default), whatever the order of declaration.
 */
export interface Selection extends Iterable<string> {
  /** All matches, in order. */
  ids(): string[];
  /** The first match. */
  first(): string | undefined;
  /** How many match. */
  count(): number;
  /** The nodes whose match is unknown, in order, with the reasons. */
  undecided(): Iterable<Undecided>;
}

/** What a {@link Selection} is made of: two walks, begun anew each time, and shortcuts for whole answers. */
export interface Walks {
  matching(): Iterator<string>;
  undecided(): Iterator<Undecided>;
  readonly ids?: () => string[];
  readonly count?: () => number;
}

/** A selection over walks. */
export function createSelection(walks: Walks): Selection {
  const matching: Iterable<string> = { [Symbol.iterator]: walks.matching };
  const ids = walks.ids ?? (() => [...matching]);
  return {
    [Symbol.iterator]: walks.matching,
    ids,
    first() {
      const { done, value } = walks.matching().next();
      return done === true ? undefined : value;
    },
    count: walks.count ?? (() => ids().length),
    undecided: () => ({ [Symbol.iterator]: walks.undecided }),
  };
}
