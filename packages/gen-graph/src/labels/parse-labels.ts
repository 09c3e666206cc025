import { GraphError } from "../error/graph-error.ts";
import {
  altLabels,
  anyLabel,
  bothLabels,
  type LabelExpr,
  label,
  noLabels,
  notLabels,
  optLabels,
  plusLabels,
  seqLabels,
  starLabels,
  unitLabels,
} from "./label-expr.ts";

/** What is open between a parenthesis (or the start) and here. */
interface Frame {
  readonly at: number;
  readonly alternatives: LabelExpr[];
  readonly factors: LabelExpr[];
  readonly sequence: LabelExpr[];
  /** How many `!` wait for the next operand. */
  nots: number;
}

const WORD = /[\p{L}\p{M}\p{N}_.:/@$#-]+/uy;
const QUOTED = /"(?:[^"\\]|\\.)*"/suy;
const SPACE = /\s+/uy;

/**
 * Reads a label expression.
 *
 * ```
 * expr   = factor ("|" factor)*            one of
 * factor = path ("&" path)*                all of
 * path   = term+                           one after the other
 * term   = "!"* atom ("*" | "+" | "?")?    complement; zero or more, one or more, optional
 * atom   = LABEL | "_" | "(" expr ")" | "()" | "!()…"
 * LABEL  = letters, digits and _ . : / @ $ # -   or any string in JSON quotes
 * ```
 * `_` is any one label, `()` and the empty text are the empty path, `(|)` is refused.
 *
 * @throws GraphError `labels-syntax` with the position and the expression.
 */
export function parseLabels(source: string): LabelExpr {
  const open = (at: number): Frame => ({
    at,
    alternatives: [],
    factors: [],
    sequence: [],
    nots: 0,
  });
  const stack: Frame[] = [open(0)];
  let top = stack[0] as Frame;
  let at = 0;

  const fail = (position: number, message: string, remedy: string): never => {
    throw new GraphError([
      {
        code: "labels-syntax",
        message: `Label expression ${JSON.stringify(source)}, at ${position}: ${message}`,
        remedy,
        culprits: [source],
        position,
      },
    ]);
  };
  const sticky = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const skip = (): void => {
    at += sticky(SPACE)?.length ?? 0;
  };
  /** One operand is complete, just before `at`: its postfix operator, then the waiting `!`s. */
  const operand = (atom: LabelExpr): void => {
    let expr = atom;
    skip();
    const postfix = source[at];
    if (postfix === "*" || postfix === "+" || postfix === "?") {
      expr =
        postfix === "*" ? starLabels(expr) : postfix === "+" ? plusLabels(expr) : optLabels(expr);
      at++;
      skip();
      const again = source[at];
      if (again === "*" || again === "+" || again === "?") {
        fail(at, `a second repetition ${again} on one operand.`, "Put the first in parentheses.");
      }
    }
    for (; top.nots > 0; top.nots--) expr = notLabels(expr);
    top.sequence.push(expr);
  };
  const endPath = (what: string): void => {
    if (top.nots > 0) fail(at, `“!” before ${what}.`, "Write what it negates.");
    if (top.sequence.length === 0) {
      fail(at, `nothing before ${what}.`, "Write () where the empty path is meant.");
    }
    top.factors.push(one(top.sequence, seqLabels));
    top.sequence.length = 0;
  };
  const endFactor = (what: string): void => {
    endPath(what);
    top.alternatives.push(one(top.factors, bothLabels));
    top.factors.length = 0;
  };
  const endFrame = (what: string): LabelExpr => {
    const blank =
      top.alternatives.length + top.factors.length + top.sequence.length + top.nots === 0;
    if (blank) return unitLabels;
    endFactor(what);
    return one(top.alternatives, altLabels);
  };

  for (skip(); at < source.length; skip()) {
    const char = source[at] as string;
    if (char === "(") {
      top = open(at++);
      stack.push(top);
    } else if (char === ")") {
      if (stack.length === 1) fail(at, "a “)” without its “(”.", "Remove it, or open it before.");
      const inner = endFrame("“)”");
      stack.pop();
      top = stack[stack.length - 1] as Frame;
      at++;
      operand(inner);
    } else if (char === "|") {
      endFactor("“|”");
      at++;
    } else if (char === "&") {
      endPath("“&”");
      at++;
    } else if (char === "!") {
      top.nots++;
      at++;
    } else if (char === "*" || char === "+" || char === "?") {
      fail(at, `nothing for ${char} to repeat.`, "Write a label or a group before it.");
    } else if (char === '"') {
      const text =
        sticky(QUOTED) ?? fail(at, "a quoted label without its end.", 'Close it with “"”.');
      const name = unquote(text) ?? fail(at, `${text} is no JSON string.`, "Escape as in JSON.");
      at += text.length;
      operand(label(name));
    } else {
      const word =
        sticky(WORD) ??
        fail(at, `unexpected ${JSON.stringify(char)}.`, "Quote labels of other characters.");
      at += word.length;
      operand(word === "_" ? anyLabel : label(word));
    }
  }
  if (stack.length > 1) fail(top.at, "a “(” without its “)”.", "Close it.");
  return endFrame("the end");
}

function one(parts: LabelExpr[], join: (...parts: LabelExpr[]) => LabelExpr): LabelExpr {
  return parts.length === 1 ? (parts[0] ?? noLabels) : joinAll(parts, join);
}

/** Spreading an argument list of unbounded length would overflow the stack. */
function joinAll(parts: LabelExpr[], join: (...parts: LabelExpr[]) => LabelExpr): LabelExpr {
  const shape = join();
  return shape.kind === "seq" || shape.kind === "alt" || shape.kind === "both"
    ? { kind: shape.kind, parts: [...parts] }
    : shape;
}

function unquote(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
