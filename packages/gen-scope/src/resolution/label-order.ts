import { type Cycle, tryTopologicalOrder } from "gen-graph";
import { refuse, ScopeError, type ScopeIssue } from "../error/scope-error.ts";

/** The end of a path, as a label: `$ < P` says “stop here rather than go on over P”. */
export const END = "$";

/** A strict partial order of edge labels and {@link END}. Lower is preferred. */
export interface LabelOrder {
  /** As it was written, normalised. */
  readonly source: string;
  /** What it orders, lowest first; {@link END} among them when it has a place. */
  readonly labels: readonly string[];
  /** Is `a` strictly preferred to `b`? Labels that the order does not name are below and above nothing. */
  less(a: string, b: string): boolean;
  /** Position in one fixed linear extension; labels without a place in the order come last. */
  rank(label: string): number;
}

/**
 * Reads a label order: chains of labels with `<`, separated by commas; `{A, B}` stands for each of
 * its labels, which stay incomparable to each other. `$` is the end of the path. Labels of other
 * characters than letters, digits and `_ . : / @ $ # -` are written as JSON strings. The order is
 * the transitive closure of what is said.
 *
 * @example labelOrder("$ < I < P"); labelOrder("$ < {I, Include}, I < P");
 * @throws ScopeError `order-syntax`; `order-cycle` naming a cycle when it is not a strict order.
 */
export function labelOrder(source: string): LabelOrder {
  return orderOf(parse(source));
}

/** The same from pairs `[preferred, other]`. */
export function labelOrderOf(pairs: Iterable<readonly [string, string]>): LabelOrder {
  return orderOf([...pairs]);
}

function orderOf(pairs: readonly (readonly [string, string])[]): LabelOrder {
  const sorted = tryTopologicalOrder({ edges: pairs });
  if (!sorted.ok) throw notStrict(sorted.cycles);
  const linear = sorted.order;
  const above = new Map<string, Set<string>>(linear.map((label) => [label, new Set()]));
  for (const [low, high] of pairs) above.get(low)?.add(high);
  const source = [...above]
    .flatMap(([low, highs]) => [...highs].sort().map((high) => `${show(low)} < ${show(high)}`))
    .join(", ");
  // Highest first, so that everything above a label is already closed.
  for (const label of linear.toReversed()) {
    const set = above.get(label) as Set<string>;
    for (const high of [...set]) for (const higher of above.get(high) ?? []) set.add(higher);
  }
  const ranks = new Map(linear.map((label, i) => [label, i]));
  return Object.freeze({
    source,
    labels: Object.freeze(linear),
    less: (a: string, b: string) => above.get(a)?.has(b) === true,
    rank: (label: string) => ranks.get(label) ?? linear.length,
  });
}

function notStrict(cycles: readonly Cycle<string>[]): ScopeError {
  const issues = cycles.map(({ path }): ScopeIssue => {
    const shown = [...path, path[0] as string].map(show).join(" < ");
    return {
      code: "order-cycle",
      message: `The label order is not strict: ${shown}.`,
      remedy: "Remove one of these, or leave the labels unordered.",
      culprits: path,
    };
  });
  return new ScopeError(issues as [ScopeIssue, ...ScopeIssue[]]);
}

const TOKEN = /\s*(?:([\p{L}\p{N}_.:/@$#-]+)|("(?:[^"\\]|\\.)*")|([<,{}]))\s*/uy;

function parse(source: string): [string, string][] {
  const pairs: [string, string][] = [];
  let at = 0;
  let token: string | undefined;
  let isLabel = false;
  const issue = (message: string): ScopeIssue => ({
    code: "order-syntax",
    message: `Label order ${JSON.stringify(source)}, at ${at}: ${message}`,
    remedy: 'Write chains such as "$ < I < P", separated by commas.',
    culprits: [source],
  });
  const next = (): void => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (found === null && source.slice(at).trim() !== "") refuse([issue("unexpected character.")]);
    at = found === null ? source.length : TOKEN.lastIndex;
    isLabel = found !== null && found[3] === undefined;
    token = found?.[1] ?? (found?.[2] === undefined ? found?.[3] : unquote(found[2], issue));
  };
  const labelHere = (): string => {
    if (!isLabel || token === undefined) refuse([issue("a label was expected.")]);
    const label = token as string;
    next();
    return label;
  };
  const isSign = (sign: string): boolean => !isLabel && token === sign;
  const group = (): string[] => {
    if (!isSign("{")) return [labelHere()];
    next();
    const labels = [labelHere()];
    while (isSign(",")) {
      next();
      labels.push(labelHere());
    }
    if (!isSign("}")) refuse([issue("“}” was expected.")]);
    next();
    return labels;
  };
  next();
  while (token !== undefined) {
    let low = group();
    if (!isSign("<")) refuse([issue("“<” was expected.")]);
    while (isSign("<")) {
      next();
      const high = group();
      for (const a of low) for (const b of high) pairs.push([a, b]);
      low = high;
    }
    if (isSign(",")) {
      next();
      if (token === undefined) refuse([issue("a chain was expected after “,”.")]);
    } else if (token !== undefined) refuse([issue("“<” or “,” was expected.")]);
  }
  return pairs;
}

function unquote(text: string, issue: (message: string) => ScopeIssue): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new ScopeError([issue(`${text} is no JSON string.`)]);
  }
}

function show(label: string): string {
  return /^[\p{L}\p{N}_.:/@$#-]+$/u.test(label) ? label : JSON.stringify(label);
}
