import { GraphError, type GraphIssue } from "../error/graph-error.ts";
import { show } from "../error/show.ts";

const FORMS =
  "Pass { nodes, successors }, { nodes, predecessors }, { edges }, an algebraic or a graphology graph.";

/** The refusal of something that types would have refused, had they been asked. */
export function notAGraph(message: string, culprit: unknown, remedy: string = FORMS): GraphError {
  return new GraphError([{ code: "not-a-graph", message, remedy, culprits: [culprit] }]);
}

/** The value itself. @throws GraphError `not-a-graph` when it cannot be iterated. */
export function iterable<T>(value: Iterable<T>, what: () => string): Iterable<T> {
  const given: unknown = value;
  if (typeof given === "string") return value;
  if (typeof given === "object" && given !== null && Symbol.iterator in given) return value;
  throw notAGraph(
    `${what()} cannot be iterated: ${show(given)}.`,
    given,
    "Give an array or a set.",
  );
}

/** Has it a source and a target? */
export function isPair(edge: readonly [unknown, unknown] | null | undefined): boolean {
  return edge !== null && edge !== undefined && edge.length >= 2;
}

/** The refusal of every edge that is no pair. */
export function brokenEdges(edges: readonly (readonly [unknown, unknown])[]): GraphError {
  const issues = edges.flatMap((edge, i): GraphIssue[] => {
    if (isPair(edge)) return [];
    return [
      {
        code: "not-a-graph",
        message: `Edge ${i} is not a pair: ${show(edge)}.`,
        remedy: "Give [source, target].",
        culprits: [edge],
      },
    ];
  });
  return new GraphError(issues as [GraphIssue, ...GraphIssue[]]);
}
