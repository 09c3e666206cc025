import type { NixIssue } from "../errors.ts";
import type { Node } from "./node.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
/** The smallest double with full precision; Nix's lexer refuses smaller ones. */
const MIN_NORMAL = 2.2250738585072014e-308;

function builtin(name: string, argument: string): Node {
  const fn: Node = { k: "select", of: { k: "var", name: "builtins" }, path: [name] };
  return { k: "call", fn, args: [{ k: "str", parts: [argument] }] };
}

function outOfRange(text: string): NixIssue {
  return {
    code: "INTEGER_RANGE",
    message: `${text} is not a 64-bit integer, the only kind Nix has`,
    path: [],
    remedy: "give it as a string, or as a float: nix.float(number)",
  };
}

/** A node for an integer of any size, or the issue. */
export function intNode(value: bigint): Node | NixIssue {
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
export function numberNode(value: number): Node | NixIssue {
  if (!Number.isFinite(value)) {
    return {
      code: "NOT_FINITE",
      message: `${value} has no Nix literal`,
      path: [],
      remedy: "use a finite number or null",
    };
  }
  if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) >= 1e21)
    return floatNode(value);
  return intNode(BigInt(value));
}

/**
 * What stands in the source for a number that has no literal of its own, or undefined:
 * Nix reads `-9223372036854775808` as the negation of a number that is out of range, refuses
 * denormal floats, and negates by subtracting from zero, which loses the sign of `-0.0`.
 */
export function awkwardNumber(node: Node): Node | undefined {
  if (node.k === "int" && node.text === String(MIN)) {
    return {
      k: "op",
      op: "-",
      left: { k: "int", text: String(MIN + 1n) },
      right: { k: "int", text: "1" },
    };
  }
  if (node.k !== "float") return undefined;
  if (node.text === "-0") return builtin("fromJSON", "-0.0");
  const value = Number(node.text);
  return Math.abs(value) < MIN_NORMAL && value !== 0 ? builtin("fromJSON", node.text) : undefined;
}
