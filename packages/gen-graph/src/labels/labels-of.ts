import type { LabelExpr } from "./label-expr.ts";

/** The labels that an expression names, each once, in code-unit order. */
export function labelsOf(expr: LabelExpr): string[] {
  const names = new Set<string>();
  const seen = new Set<LabelExpr>();
  const todo: LabelExpr[] = [expr];
  for (let current = todo.pop(); current !== undefined; current = todo.pop()) {
    if (seen.has(current)) continue;
    seen.add(current);
    if (current.kind === "label") names.add(current.label);
    else if (current.kind === "star" || current.kind === "not") todo.push(current.body);
    else if (current.kind === "seq" || current.kind === "alt" || current.kind === "both") {
      for (const part of current.parts) todo.push(part);
    }
  }
  return [...names].sort();
}
