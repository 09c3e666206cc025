const MARK: unique symbol = Symbol.for("gen-select.unknown");

/** An answer that a view cannot give yet, with the reasons why. Made by {@link unknown}. */
export interface Unknown {
  readonly [MARK]: true;
  /** Sorted, without repeats, not empty. */
  readonly reasons: readonly string[];
  /** For tags and children: the part that is already certain. */
  readonly atLeast: readonly string[];
}

/**
 * The third answer of an accessor: not known, for this reason. For `tags` and `children`, `atLeast`
 * names the members that are certain: they match, all others are unknown.
 */
export function unknown(reason: string, atLeast: readonly string[] = []): Unknown {
  return { [MARK]: true, reasons: [reason], atLeast };
}

/** Whether an accessor's answer is {@link unknown}. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && MARK in value;
}

/** An unknown with the union of the reasons of others: independent of their order. */
export function mergeUnknown(a: Unknown | undefined, b: Unknown): Unknown {
  if (a === undefined || a === b) return b;
  const reasons = [...new Set([...a.reasons, ...b.reasons])].sort();
  return { [MARK]: true, reasons, atLeast: [] };
}

/** A labelled edge to another node. */
export interface ViewEdge {
  readonly label: string;
  readonly to: string;
}

/**
 * What selectors read: accessors over the caller's own data. Every accessor may answer
 * {@link unknown}; none may throw. Parents, children and edge ends are ids of `nodes()`.
 */
export interface View {
  /** Every id, once, in any order. */
  nodes(): Iterable<string>;
  kind(id: string): string | undefined | Unknown;
  name(id: string): string | undefined | Unknown;
  tags(id: string): Iterable<string> | Unknown;
  /** The JSON value at a path, or `undefined` when there is none. */
  attr(id: string, path: readonly string[]): unknown;
  parent(id: string): string | undefined | Unknown;
  children(id: string): Iterable<string> | Unknown;
  /** Labelled edges, for `via`. Without it every `via` is unknown. */
  edges?(id: string): Iterable<ViewEdge> | Unknown;
  /** The order of results and of `nth`. @default code-unit order of ids */
  compare?(a: string, b: string): number;
}

/** Code-unit order: the same on every machine, whatever its locale. */
export function codeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of a view's nodes; ids that its own order does not tell apart are in code-unit order. */
export function orderOf(view: View): (a: string, b: string) => number {
  if (view.compare === undefined) return codeUnits;
  return (a, b) => view.compare?.(a, b) || codeUnits(a, b);
}
