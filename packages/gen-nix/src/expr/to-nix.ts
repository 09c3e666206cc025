import type { ValuePath } from "../errors.ts";
import type { NixExpr } from "./nix-expr.ts";
import { isData } from "./node.ts";
import { nodeOf, symbolic } from "./symbolic.ts";
import { toNode } from "./to-node.ts";

/** `"services.web"` is `["services", "web"]`. */
function pathOf(path: string | ValuePath): ValuePath {
  return typeof path !== "string" ? path : path === "" ? [] : path.split(".");
}

/**
 * Any value as a Nix expression: `null`, booleans, numbers, bigints, strings, arrays, plain objects,
 * expressions, and functions (`(x) => x.name` is `x: x.name`), nested in any way.
 *
 * @param path where the value stands, as steps or dotted; it comes before the path in issues.
 * @throws NixError with every place that Nix cannot hold: `UNDEFINED_VALUE`, `NOT_FINITE`,
 * `INTEGER_RANGE`, `CYCLE`, `CLASS_INSTANCE`, `SYMBOL_VALUE`, `SPARSE_ARRAY`, `BAD_CHARACTER`,
 * `FUNCTION_VALUE`, `REST_PARAMETER`, `PARAMETER_DEFAULT`, `BROKEN_PLACEHOLDER`, `TOO_DEEP`.
 */
export function toNix(value: unknown, path: string | ValuePath = []): NixExpr {
  const node = nodeOf(value);
  return node === undefined ? symbolic(toNode(value, pathOf(path))) : (value as NixExpr);
}

/**
 * False when `value` is plain data, which JSON could carry as it is; true when some part of it is
 * a Nix expression: a symbolic value (even of a constant, like `nix.float(1)`), a function, or a
 * string with an interpolated expression. A bigint counts as data.
 *
 * @throws NixError like {@link toNix} when it is neither.
 */
export function containsCode(value: unknown): boolean {
  return nodeOf(value) !== undefined || !isData(toNode(value));
}
