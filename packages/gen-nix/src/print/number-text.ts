import type { FloatNode, IntNode } from "../expr/node.ts";
import { LEVEL } from "./precedence.ts";

/** The smallest double with full precision; Nix's lexer refuses smaller ones. */
const MIN_NORMAL = 2.2250738585072014e-308;
const MIN_INT = "-9223372036854775808";

/**
 * A number as Nix reads it, and how tightly that binds. Three kinds have no literal: Nix reads the
 * least integer as the negation of one that is out of range, refuses denormal floats, and negates by
 * subtracting from zero, which loses the sign of `-0.0`.
 */
export function numberText(node: IntNode | FloatNode): {
  readonly text: string;
  readonly level: number;
} {
  const { text } = node;
  if (text === MIN_INT) return { text: "-9223372036854775807 - 1", level: LEVEL.add };
  if (node.k === "float" && text === "-0") return fromJson("-0.0");
  const value = Number(text);
  if (node.k === "float" && Math.abs(value) < MIN_NORMAL && value !== 0) return fromJson(text);
  const level = text.startsWith("-") ? LEVEL.negate : LEVEL.term;
  return { text: node.k === "int" ? text : dotted(text), level };
}

function fromJson(text: string): { readonly text: string; readonly level: number } {
  return { text: `builtins.fromJSON "${text}"`, level: LEVEL.call };
}

/** JavaScript's shortest text, with the dot that Nix wants: `1e+21` is `1.0e21`. */
function dotted(text: string): string {
  const [mantissa = "", exponent] = text.replace("e+", "e").split("e");
  const number = mantissa.includes(".") ? mantissa : `${mantissa}.0`;
  return exponent === undefined ? number : `${number}e${exponent}`;
}
