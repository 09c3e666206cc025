import type { Refusal } from "./classify.ts";
import type { Node } from "./node.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
function outOfRange(text: string): Refusal {
  return {
    code: "INTEGER_RANGE",
    message: `${text} is not a 64-bit integer, the only kind Nix has`,
    remedy: "give it as a string, or as a float: nix.float(number)",
  };
}

/** A node for an integer of any size, or the issue. */
export function intNode(value: bigint): Node | Refusal {
  if (value < MIN || value > MAX) return outOfRange(String(value));
  return { k: "int", text: String(value) };
}

/** A float node: the shortest decimal that reads back as the same double. */
export function floatNode(value: number): Node {
  return { k: "float", text: Object.is(value, -0) ? "-0" : String(value) };
}

/**
 * A JavaScript number. Those whose JSON text is an integer are Nix integers, and refused outside of
 * 64 bits; all others (with a fraction, with an exponent, `-0`) are floats.
 */
export function numberNode(value: number): Node | Refusal {
  if (!Number.isFinite(value)) {
    return {
      code: "NOT_FINITE",
      message: `${value} has no Nix literal`,
      remedy: "use a finite number or null",
    };
  }
  if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) >= 1e21)
    return floatNode(value);
  return intNode(BigInt(value));
}
