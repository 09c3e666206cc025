export type { Pattern } from "./build/binding.ts";
export { nix } from "./build/nix.ts";
export type { Names, Nix, PathStep } from "./build/nix-type.ts";
export type { BinaryOperator } from "./build/operators.ts";
export {
  NixError,
  type NixErrorCode,
  type NixFailure,
  type NixIssue,
  type NixPosition,
  showPath,
  type ValuePath,
} from "./errors.ts";
export { checkSyntax, type SyntaxProblem } from "./eval/check-syntax.ts";
export type { NixValue } from "./eval/decode.ts";
export { type EvaluateOptions, evaluate, evaluateSettled, type Settled } from "./eval/evaluate.ts";
export type { RunOptions } from "./eval/options.ts";
export { type NixVersion, nixVersion } from "./eval/version.ts";
export { isNixExpr, type NixExpr, type NixSymbol } from "./expr/nix-expr.ts";
export { containsCode, toNix } from "./expr/to-nix.ts";
export { destructured } from "./fn/destructured.ts";
export type { ScopeResolver } from "./fn/module-argument.ts";
export { moduleOf, type NixModule, type ScopeArgs } from "./fn/module-of.ts";
export type { PatternKey } from "./fn/parameters.ts";
export { type PrintOptions, print, printFile } from "./print/print.ts";
export type { PathUse, Relocate } from "./print/printing.ts";
