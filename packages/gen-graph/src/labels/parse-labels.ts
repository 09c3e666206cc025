import {
  anyLabel,
  type LabelExpr,
  label,
  notLabels,
  optLabels,
  plusLabels,
  starLabels,
  unitLabels,
} from "./label-expr.ts";
import { labelSyntax, labelTokens } from "./label-tokens.ts";

/** What is open between a parenthesis (or the start) and here. */
interface Frame {
  readonly at: number;
  readonly alternatives: LabelExpr[];
  readonly factors: LabelExpr[];
  readonly sequence: LabelExpr[];
  /** How many `!` wait for the next operand. */
  nots: number;
}

const REPEAT = { "*": starLabels, "+": plusLabels, "?": optLabels } as const;

/**
 * Reads a label expression.
 *
 * ```
 * expr   = factor ("|" factor)*            one of
 * factor = path ("&" path)*                all of
 * path   = term+                           one after the other
 * term   = "!"* atom ("*" | "+" | "?")?    complement; zero or more, one or more, optional
 * atom   = LABEL | "_" | "(" expr ")" | "()"
 * LABEL  = letters, digits and _ . : / @ $ # -   or any string in JSON quotes
 * ```
 * `_` is any one label, `()` and the empty text are the empty path, `(|)` is refused. Any depth.
 *
 * @throws GraphError `labels-syntax` with the position and the expression.
 */
export function parseLabels(source: string): LabelExpr {
  const tokens = labelTokens(source);
  const stack: Frame[] = [frame(0)];
  let top = stack[0] as Frame;
  const fail = (at: number, message: string, remedy: string): never => {
    throw labelSyntax(source, at, message, remedy);
  };
  const endPath = (at: number, what: string): void => {
    if (top.nots > 0) fail(at, `“!” before ${what}.`, "Write what it negates.");
    if (top.sequence.length === 0) {
      fail(at, `nothing before ${what}.`, "Write () where the empty path is meant.");
    }
    top.factors.push(joined("seq", top.sequence));
  };
  const endFactor = (at: number, what: string): void => {
    endPath(at, what);
    top.alternatives.push(joined("both", top.factors));
  };
  const endFrame = (at: number, what: string): LabelExpr => {
    const { alternatives, factors, sequence, nots } = top;
    if (alternatives.length + factors.length + sequence.length + nots === 0) return unitLabels;
    endFactor(at, what);
    return joined("alt", alternatives);
  };
  let i = 0;
  /** One operand is complete: its repetition, then the waiting `!`s. */
  const operand = (atom: LabelExpr): void => {
    let expr = atom;
    const postfix = tokens[i + 1];
    if (postfix?.kind === "repeat") {
      expr = REPEAT[postfix.sign](expr);
      i++;
      const again = tokens[i + 1];
      if (again?.kind === "repeat") {
        const message = `a second repetition ${again.sign} on one operand.`;
        fail(again.at, message, "Put the first in parentheses.");
      }
    }
    for (; top.nots > 0; top.nots--) expr = notLabels(expr);
    top.sequence.push(expr);
  };
  for (; i < tokens.length; i++) {
    const token = tokens[i] as (typeof tokens)[number];
    if (token.kind === "label") operand(label(token.name));
    else if (token.kind === "_") operand(anyLabel);
    else if (token.kind === "!") top.nots++;
    else if (token.kind === "|") endFactor(token.at, "“|”");
    else if (token.kind === "&") endPath(token.at, "“&”");
    else if (token.kind === "repeat") {
      fail(token.at, `nothing for ${token.sign} to repeat.`, "Write a label or a group before it.");
    } else if (token.kind === "(") {
      top = frame(token.at);
      stack.push(top);
    } else {
      if (stack.length === 1)
        fail(token.at, "a “)” without its “(”.", "Remove it, or open it before.");
      const inner = endFrame(token.at, "“)”");
      stack.pop();
      top = stack[stack.length - 1] as Frame;
      operand(inner);
    }
  }
  if (stack.length > 1) fail(top.at, "a “(” without its “)”.", "Close it.");
  return endFrame(source.length, "the end");
}

function frame(at: number): Frame {
  return { at, alternatives: [], factors: [], sequence: [], nots: 0 };
}

/** One expression of the collected ones, which are taken out. */
function joined(kind: "seq" | "both" | "alt", parts: LabelExpr[]): LabelExpr {
  const taken = parts.splice(0);
  return taken.length === 1 ? (taken[0] as LabelExpr) : { kind, parts: taken };
}
