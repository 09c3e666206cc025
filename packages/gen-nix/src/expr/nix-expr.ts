import { nodeOf } from "./symbolic.ts";

/**
 * A Nix expression, immutable. Any property, index or call on it is a longer expression
 * (`pkgs.hello`, `list[0]`, `lib.mkForce(1)`), and inside a template literal it becomes an
 * interpolation (`` `${pkgs.hello}/bin/x` ``).
 */
export interface NixExpr {
  (...args: readonly unknown[]): NixExpr;
  readonly [name: string]: NixExpr;
  // Names that every callable has in TypeScript's eyes are attributes like any other here.
  readonly name: NixExpr;
  readonly length: NixExpr;
  readonly call: NixExpr;
  readonly apply: NixExpr;
  readonly bind: NixExpr;
  readonly caller: NixExpr;
  readonly arguments: NixExpr;
  readonly prototype: NixExpr;
  readonly toString: NixExpr;
}

/**
 * The type of a symbolic argument (`pkgs`, `lib`, `config`): every property is there, at any depth.
 * It is `any` because an index signature yields `T | undefined` under `noUncheckedIndexedAccess`,
 * and then not even `pkgs.python3.pkgs` would type-check.
 */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type NixSymbol = any;

/** True for expressions (symbolic arguments and everything built from them, and by `nix.…`). */
export function isNixExpr(value: unknown): value is NixExpr {
  return nodeOf(value) !== undefined;
}
