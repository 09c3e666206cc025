import type { LabelExpr } from "./label-expr.ts";

/** The expressions that an expression is made of directly. */
export function childrenOf(expr: LabelExpr): readonly LabelExpr[] {
  if (expr.kind === "star" || expr.kind === "not") return [expr.body];
  return isJoin(expr) ? expr.parts : [];
}

type Join = Extract<LabelExpr, { readonly parts: readonly LabelExpr[] }>;

function isJoin(expr: LabelExpr): expr is Join {
  return expr.kind === "seq" || expr.kind === "alt" || expr.kind === "both";
}

/** The expressions that occur more than once: their terms are built once and kept. */
export function sharedExprs(expr: LabelExpr): ReadonlySet<LabelExpr> {
  const seen = new Set<LabelExpr>();
  const shared = new Set<LabelExpr>();
  const todo: LabelExpr[] = [expr];
  for (let current = todo.pop(); current !== undefined; current = todo.pop()) {
    if (seen.has(current)) {
      shared.add(current);
      continue;
    }
    seen.add(current);
    for (const child of childrenOf(current)) todo.push(child);
  }
  return shared;
}

/**
 * The children with operands of the same operator drawn in, as `seq`, `alt` and `both` associate: what
 * a loop nests one by one (`expr = altLabels(expr, next)`) costs as much as one flat list, not the sum
 * of all its beginnings. Shared expressions stay, or a few could unfold to very many.
 */
export function flatChildren(
  expr: LabelExpr,
  shared: ReadonlySet<LabelExpr>,
): readonly LabelExpr[] {
  if (!isJoin(expr)) return childrenOf(expr);
  const flat: LabelExpr[] = [];
  const todo = [...expr.parts].reverse();
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part.kind !== expr.kind || shared.has(part)) flat.push(part);
    else for (let i = part.parts.length - 1; i >= 0; i--) todo.push(part.parts[i] as LabelExpr);
  }
  return flat;
}
