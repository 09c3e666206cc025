import { describe, expectTypeOf, it } from "vitest";
import {
  type EvaluateOptions,
  evaluate,
  evaluateSettled,
  moduleOf,
  type NixExpr,
  type NixModule,
  type NixSymbol,
  type NixValue,
  nix,
  print,
  type Settled,
  toNix,
} from "../src/index.ts";

/** Checked by the compiler; never run. */
const never = (): boolean => false;

describe("types", () => {
  it("of building and printing", () => {
    expectTypeOf(toNix).returns.toEqualTypeOf<NixExpr>();
    expectTypeOf(print).returns.toEqualTypeOf<string>();
    expectTypeOf(nix.if(true, 1, 2)).toEqualTypeOf<NixExpr>();
    expectTypeOf(nix`x`).toEqualTypeOf<NixExpr>();
    expectTypeOf(moduleOf).returns.toEqualTypeOf<NixModule>();
    expectTypeOf<NixExpr["name"]>().toEqualTypeOf<NixExpr>();
    expectTypeOf<ReturnType<NixExpr>>().toEqualTypeOf<NixExpr>();
    // Any depth, also under noUncheckedIndexedAccess.
    expectTypeOf(({ pkgs }: NixSymbol) => pkgs.python3.pkgs.requests).returns.toBeAny();
  });

  it("of evaluating", () => {
    if (never()) {
      expectTypeOf(evaluate(nix`1`)).resolves.toEqualTypeOf<NixValue>();
      expectTypeOf(evaluate<number>(nix`1`)).resolves.toEqualTypeOf<number>();
      expectTypeOf(evaluate([nix`1`, 2])).resolves.toEqualTypeOf<NixValue[]>();
      expectTypeOf(evaluate<[number, string]>([nix`1`, nix`"a"`])).resolves.toEqualTypeOf<
        [number, string]
      >();
      expectTypeOf(evaluateSettled([1])).resolves.toEqualTypeOf<Settled[]>();
      // @ts-expect-error a bare string could be source or a value
      void evaluate("1 + 1");
      // @ts-expect-error not an operator
      nix.op(1, "+=", 2);
      // @ts-expect-error misspelled
      nix.lte({}, 1);
      const options: EvaluateOptions = {
        // @ts-expect-error misspelled
        timeOut: 1,
      };
      void options;
    }
  });
});
