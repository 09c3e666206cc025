import { nixError } from "../errors.ts";
import type { Node } from "../expr/node.ts";
import { toNode, toNodes } from "../expr/to-node.ts";
import { isOperator, sideOf } from "../print/precedence.ts";

export type { BinaryOperator } from "../expr/node.ts";

/**
 * `op(left, "//", right)`, `op("//", left, right, …)`, `op("!", value)` or `op("-", value)`. When
 * the second argument is an operator, it is the operator.
 */
export function opNode(args: readonly unknown[]): Node {
  const [first, second] = args;
  if (args.length === 2 && (first === "!" || first === "-")) {
    return { k: "unary", op: first, of: toNode(second, ["operands", 0]) };
  }
  if (args.length === 3 && isOperator(second)) return fold(second, [first, args[2]]);
  if (args.length >= 3 && isOperator(first)) return fold(first, args.slice(1));
  const given = args.length === 3 ? second : first;
  throw nixError(
    "BAD_OPERATOR",
    typeof given === "string"
      ? `${JSON.stringify(given)} is not an operator of that many operands`
      : "no operator given",
    'write nix.op(left, "//", right), nix.op("++", a, b, c) or nix.op("!", value)',
  );
}

function fold(op: Parameters<typeof sideOf>[0], values: readonly unknown[]): Node {
  const operands = toNodes(values, "operands");
  if (operands.length > 2 && sideOf(op) === "none") {
    throw nixError("BAD_OPERATOR", `\`${op}\` does not chain`, "give two operands");
  }
  if (sideOf(op) === "right") {
    return operands.reduceRight((right, left) => ({ k: "op", op, left, right }));
  }
  return operands.reduce((left, right) => ({ k: "op", op, left, right }));
}
