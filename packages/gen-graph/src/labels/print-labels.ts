import type { LabelExpr } from "./label-expr.ts";
import { PLAIN_LABEL } from "./label-tokens.ts";

/** How tightly each operator binds; a looser one inside a tighter one needs parentheses. */
const LOOSE = { alt: 0, both: 1, seq: 2, not: 3, star: 4, atom: 5 } as const;

/**
 * Writes an expression in the syntax that `parseLabels` reads. Reading it back gives an expression
 * of the same language (empty `alt` prints as `!(_*)`). A shared part is written at each place.
 */
export function printLabels(expr: LabelExpr): string {
  const out: string[] = [];
  const todo: (string | { expr: LabelExpr; outer: number })[] = [{ expr, outer: 0 }];
  for (let item = todo.pop(); item !== undefined; item = todo.pop()) {
    if (typeof item === "string") {
      out.push(item);
      continue;
    }
    const { expr: current, outer } = item;
    const pushAll = (
      level: number,
      pieces: (string | { expr: LabelExpr; outer: number })[],
    ): void => {
      const wrap = level < outer;
      if (wrap) todo.push(")");
      for (let i = pieces.length - 1; i >= 0; i--) todo.push(pieces[i] as string);
      if (wrap) todo.push("(");
    };
    switch (current.kind) {
      case "none":
        pushAll(LOOSE.not, ["!(_*)"]);
        break;
      case "unit":
        out.push("()");
        break;
      case "any":
        out.push("_");
        break;
      case "label":
        out.push(
          PLAIN_LABEL.test(current.label) && current.label !== "_"
            ? current.label
            : JSON.stringify(current.label),
        );
        break;
      case "star":
        pushAll(LOOSE.star, [{ expr: current.body, outer: LOOSE.atom }, "*"]);
        break;
      case "not":
        pushAll(LOOSE.not, ["!", { expr: current.body, outer: LOOSE.not }]);
        break;
      default: {
        const repeated = repetition(current);
        if (repeated !== undefined) {
          pushAll(LOOSE.star, [{ expr: repeated.body, outer: LOOSE.atom }, repeated.sign]);
          break;
        }
        const empty = { seq: "()", alt: "!(_*)", both: "_*" }[current.kind];
        const separator = { seq: " ", alt: " | ", both: " & " }[current.kind];
        const level = LOOSE[current.kind];
        if (current.parts.length === 0) pushAll(LOOSE.not, [empty]);
        else {
          pushAll(
            level,
            current.parts.flatMap((part, i) => {
              const piece = { expr: part, outer: level + 1 };
              return i === 0 ? [piece] : [separator, piece];
            }),
          );
        }
      }
    }
  }
  return out.join("");
}

/** What `plusLabels` and `optLabels` build is written as they are read. */
function repetition(expr: LabelExpr): { body: LabelExpr; sign: "+" | "?" } | undefined {
  if ((expr.kind !== "seq" && expr.kind !== "alt") || expr.parts.length !== 2) return undefined;
  const [body, rest] = expr.parts as readonly [LabelExpr, LabelExpr];
  if (expr.kind === "seq") {
    return rest.kind === "star" && rest.body === body ? { body, sign: "+" } : undefined;
  }
  return rest.kind === "unit" ? { body, sign: "?" } : undefined;
}
