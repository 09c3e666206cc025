import { flatChildren, sharedExprs } from "./flatten.ts";
import type { LabelExpr } from "./label-expr.ts";
import type { Term, Terms } from "./terms.ts";

/** An expression as a normalised term. Any depth: children are done before parents on a stack. */
export function toTerm(terms: Terms, expr: LabelExpr): Term {
  const shared = sharedExprs(expr);
  const done = new Map<LabelExpr, Term>();
  const todo: { readonly expr: LabelExpr; readonly children: readonly LabelExpr[] }[] = [];
  const enter = (next: LabelExpr): void => {
    todo.push({ expr: next, children: flatChildren(next, shared) });
  };
  enter(expr);
  for (let top = todo[todo.length - 1]; top !== undefined; top = todo[todo.length - 1]) {
    const waiting = done.has(top.expr) ? [] : top.children.filter((child) => !done.has(child));
    if (waiting.length > 0) {
      for (const child of waiting) enter(child);
      continue;
    }
    if (!done.has(top.expr)) {
      const parts = top.children.map((child) => done.get(child) as Term);
      done.set(top.expr, build(terms, top.expr, parts));
    }
    todo.pop();
  }
  return done.get(expr) as Term;
}

function build(terms: Terms, expr: LabelExpr, parts: readonly Term[]): Term {
  switch (expr.kind) {
    case "none":
      return terms.none;
    case "unit":
      return terms.unit;
    case "any":
      return terms.any;
    case "label":
      return terms.label(expr.label);
    case "seq":
      return parts.reduceRight((rest, part) => terms.seq(part, rest), terms.unit);
    case "alt":
      return terms.alt(parts);
    case "both":
      return terms.both(parts);
    case "star":
      return terms.star(parts[0] as Term);
    case "not":
      return terms.not(parts[0] as Term);
  }
}
