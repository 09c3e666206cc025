import type { LabelExpr } from "./label-expr.ts";
import type { Term, Terms } from "./terms.ts";

/** An expression as a normalised term. Any depth: children are done before parents on a stack. */
export function toTerm(terms: Terms, expr: LabelExpr): Term {
  const done = new Map<LabelExpr, Term>();
  const todo: LabelExpr[] = [expr];
  for (
    let current = todo[todo.length - 1];
    current !== undefined;
    current = todo[todo.length - 1]
  ) {
    const waiting = done.has(current)
      ? []
      : childrenOf(current).filter((child) => !done.has(child));
    if (waiting.length > 0) {
      for (const child of waiting) todo.push(child);
      continue;
    }
    if (!done.has(current)) done.set(current, build(terms, current, done));
    todo.pop();
  }
  return done.get(expr) as Term;
}

function childrenOf(expr: LabelExpr): readonly LabelExpr[] {
  if (expr.kind === "star" || expr.kind === "not") return [expr.body];
  return expr.kind === "seq" || expr.kind === "alt" || expr.kind === "both" ? expr.parts : [];
}

function build(terms: Terms, expr: LabelExpr, done: ReadonlyMap<LabelExpr, Term>): Term {
  const at = (child: LabelExpr): Term => done.get(child) as Term;
  switch (expr.kind) {
    case "none":
      return terms.none;
    case "unit":
      return terms.unit;
    case "any":
      return terms.any;
    case "label":
      return terms.label(expr.label);
    case "seq": {
      let term = terms.unit;
      for (let i = expr.parts.length - 1; i >= 0; i--)
        term = terms.seq(at(expr.parts[i] as LabelExpr), term);
      return term;
    }
    case "alt":
      return terms.alt(expr.parts.map(at));
    case "both":
      return terms.both(expr.parts.map(at));
    case "star":
      return terms.star(at(expr.body));
    case "not":
      return terms.not(at(expr.body));
  }
}
