import { GraphError } from "../error/graph-error.ts";
import { show } from "../error/show.ts";
import type { LabelExpr } from "./label-expr.ts";

const KINDS: ReadonlySet<unknown> = new Set<LabelExpr["kind"]>([
  "none",
  "unit",
  "any",
  "label",
  "seq",
  "alt",
  "both",
  "star",
  "not",
]);

/**
 * The labels that an expression names, each once, in code-unit order.
 *
 * @throws GraphError `labels-syntax` for what is no expression.
 */
export function labelsOf(expr: LabelExpr): string[] {
  const names = new Set<string>();
  const seen = new Set<LabelExpr>();
  const todo: LabelExpr[] = [expr];
  while (todo.length > 0) {
    const current = todo.pop() as LabelExpr;
    if (seen.has(current)) continue;
    if (!KINDS.has(current?.kind)) throw noExpression(current);
    seen.add(current);
    if (current.kind === "label") names.add(current.label);
    else if (current.kind === "star" || current.kind === "not") todo.push(current.body);
    else if (current.kind === "seq" || current.kind === "alt" || current.kind === "both") {
      for (const part of current.parts) todo.push(part);
    }
  }
  return [...names].sort();
}

function noExpression(given: unknown): GraphError {
  return new GraphError([
    {
      code: "labels-syntax",
      message: `This is not a label expression: ${show(given)}.`,
      remedy:
        "Give text, or build it by `label`, `seqLabels`, …; text inside goes through `parseLabels`.",
      culprits: [given],
    },
  ]);
}
