import type { Match } from "../match/matches.ts";
import type { Selector } from "../selector/selector.ts";

/** Why one node matches one part of a selector or not. */
export interface Explanation {
  readonly selector: Selector;
  /** The part in the text form. */
  readonly text: string;
  readonly node: string;
  readonly answer: Match["answer"];
  /** One clause, about this node: `has no tag production (it has: edge)`. */
  readonly because: string;
  /** The operands on this node, or on the nodes a step leads to (a few of them, the telling ones). */
  readonly parts: readonly Explanation[];
}

/** The parts that make an answer what it is. A plain negation speaks for itself. */
function telling({ selector, answer, parts }: Explanation): readonly Explanation[] {
  if (selector.sel === "not") return parts.filter((part) => part.parts.length > 0);
  return parts.filter((part) => part.answer === answer);
}

/**
 * The innermost parts that decide the answer: for `no` those that failed, for `unknown` those that
 * are not known, for `yes` those that carry it.
 */
export function culprits(explanation: Explanation): Explanation[] {
  const found: Explanation[] = [];
  const todo: Explanation[] = [explanation];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const below = telling(next);
    if (below.length === 0) found.push(next);
    for (let i = below.length - 1; i >= 0; i--) todo.push(below[i] as Explanation);
  }
  return found;
}

const SIGNS = { yes: "✓", no: "✗", unknown: "?" } as const;

/** An explanation as indented lines for people: a sign, the part, the node, the reason. */
export function printExplanation(explanation: Explanation): string {
  const lines: string[] = [];
  const todo: { part: Explanation; depth: number }[] = [{ part: explanation, depth: 0 }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { part, depth } = next;
    lines.push(
      `${"  ".repeat(depth)}${SIGNS[part.answer]} ${part.text} — ${part.node} ${part.because}`,
    );
    for (let i = part.parts.length - 1; i >= 0; i--) {
      todo.push({ part: part.parts[i] as Explanation, depth: depth + 1 });
    }
  }
  return lines.join("\n");
}
