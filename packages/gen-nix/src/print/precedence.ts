import type { BinaryOperator, Node } from "../expr/node.ts";

/**
 * How tightly each form binds, from Nix's grammar (src/libexpr/parser.y: `%right IMPL` … `%nonassoc
 * NEGATE`, then application, selection, terms). An operand that binds less tightly than its place
 * asks for stands in parentheses.
 */
export const LEVEL = {
  /** Functions, `let`, `if`, `with`, `assert`: never an operand without parentheses. */
  whole: 0,
  implies: 1,
  or: 2,
  and: 3,
  equal: 4,
  compare: 5,
  update: 6,
  not: 7,
  add: 8,
  multiply: 9,
  concat: 10,
  has: 11,
  negate: 12,
  call: 13,
  select: 14,
  term: 15,
} as const;

type Side = "left" | "right" | "none";

interface Operator {
  readonly level: number;
  /** The side on which an operand of the same level needs no parentheses. */
  readonly side: Side;
}

const OPERATORS: Readonly<Record<BinaryOperator, Operator>> = {
  "->": { level: LEVEL.implies, side: "right" },
  "||": { level: LEVEL.or, side: "left" },
  "&&": { level: LEVEL.and, side: "left" },
  "==": { level: LEVEL.equal, side: "none" },
  "!=": { level: LEVEL.equal, side: "none" },
  "<": { level: LEVEL.compare, side: "none" },
  ">": { level: LEVEL.compare, side: "none" },
  "<=": { level: LEVEL.compare, side: "none" },
  ">=": { level: LEVEL.compare, side: "none" },
  "//": { level: LEVEL.update, side: "right" },
  "+": { level: LEVEL.add, side: "left" },
  "-": { level: LEVEL.add, side: "left" },
  "*": { level: LEVEL.multiply, side: "left" },
  "/": { level: LEVEL.multiply, side: "left" },
  "++": { level: LEVEL.concat, side: "right" },
};

export function isOperator(text: unknown): text is BinaryOperator {
  return typeof text === "string" && Object.hasOwn(OPERATORS, text);
}

/** The level that the operands of `op` must have. */
export function operandLevels(op: BinaryOperator): {
  readonly left: number;
  readonly right: number;
} {
  const { level, side } = OPERATORS[op];
  return { left: side === "left" ? level : level + 1, right: side === "right" ? level : level + 1 };
}

export function sideOf(op: BinaryOperator): Side {
  return OPERATORS[op].side;
}

/** How tightly `node` binds as it is printed. */
export function levelOf(given: Node): number {
  let node = given;
  while (node.k === "comment") node = node.of;
  switch (node.k) {
    case "lambda":
    case "let":
    case "if":
    case "with":
    case "assert":
      return LEVEL.whole;
    case "op":
      return OPERATORS[node.op].level;
    case "unary":
      return node.op === "!" ? LEVEL.not : LEVEL.negate;
    case "has":
      return LEVEL.has;
    case "call":
      return LEVEL.call;
    case "select":
      return LEVEL.select;
    case "int":
    case "float":
      return LEVEL.term;
    case "path":
      return node.parts.length > 1 ? LEVEL.add : LEVEL.term;
    case "raw":
      return node.atom ? LEVEL.term : LEVEL.whole;
    default:
      return LEVEL.term;
  }
}
