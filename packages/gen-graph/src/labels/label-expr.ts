/**
 * A regular expression over edge labels, as plain data. A label is any string. `none` is the empty
 * language, `unit` the language of the empty path alone, `any` every path of exactly one edge.
 * `both` (intersection) and `not` (complement) cost nothing extra with derivatives.
 */
export type LabelExpr =
  | { readonly kind: "none" }
  | { readonly kind: "unit" }
  | { readonly kind: "any" }
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "seq"; readonly parts: readonly LabelExpr[] }
  | { readonly kind: "alt"; readonly parts: readonly LabelExpr[] }
  | { readonly kind: "both"; readonly parts: readonly LabelExpr[] }
  | { readonly kind: "star"; readonly body: LabelExpr }
  | { readonly kind: "not"; readonly body: LabelExpr };

/** No path at all. Unit of {@link altLabels}. */
export const noLabels: LabelExpr = Object.freeze({ kind: "none" });

/** The empty path only. Unit of {@link seqLabels}. */
export const unitLabels: LabelExpr = Object.freeze({ kind: "unit" });

/** One edge, whatever its label. */
export const anyLabel: LabelExpr = Object.freeze({ kind: "any" });

/** One edge with this very label; any string, also `""`, `"*"` or `"__proto__"`. */
export function label(name: string): LabelExpr {
  return { kind: "label", label: name };
}

/** First this, then that, … */
export function seqLabels(...parts: readonly LabelExpr[]): LabelExpr {
  return { kind: "seq", parts };
}

/** Any one of these. */
export function altLabels(...parts: readonly LabelExpr[]): LabelExpr {
  return { kind: "alt", parts };
}

/** All of these at once. Without parts: every path. */
export function bothLabels(...parts: readonly LabelExpr[]): LabelExpr {
  return { kind: "both", parts };
}

/** Zero or more times. */
export function starLabels(body: LabelExpr): LabelExpr {
  return { kind: "star", body };
}

/** Once or more. */
export function plusLabels(body: LabelExpr): LabelExpr {
  return seqLabels(body, starLabels(body));
}

/** Once or not at all. */
export function optLabels(body: LabelExpr): LabelExpr {
  return altLabels(body, unitLabels);
}

/** Every path that `body` does not describe. */
export function notLabels(body: LabelExpr): LabelExpr {
  return { kind: "not", body };
}
