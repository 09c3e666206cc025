import type { NixExpr } from "../expr/nix-expr.ts";
import type { Pattern, required } from "./binding.ts";
import type { BinaryOperator } from "./operators.ts";

/** Names as expressions, for functions that build a body. */
export type Names = Readonly<Record<string, NixExpr>>;

/** A part of a name path: a fixed name, an expression that yields one, or several of them. */
export type PathStep = string | NixExpr | readonly (string | NixExpr)[];

/** The builders of {@link nix}. Each takes any value that `toNix` takes, and throws as it does. */
export interface Nix {
  /**
   * Nix source text with values in it: `` nix`{ pkgs, ... }: pkgs.callPackage ${file} { }` ``. A value
   * is written as its place needs: an expression among expressions, text inside of strings, a quoted
   * name as an attribute name; a string never becomes code. Text is as Nix reads it (`"\n"` stays an
   * escape of Nix); only `` \` `` and `\${` lose their backslash, and `\${` then begins an interpolation
   * of Nix's own.
   *
   * @throws NixError `BAD_RAW` for text that is not whole, `BAD_SPLICE` for a value that cannot stand
   * in its place.
   */
  (strings: TemplateStringsArray, ...values: readonly unknown[]): NixExpr;
  /** In `nix.lambda`'s formals: no default. */
  readonly required: typeof required;
  /** Nix's `builtins`. */
  readonly builtins: NixExpr;
  /** `if cond then yes else no`. */
  if(cond: unknown, yes: unknown, no: unknown): NixExpr;
  /**
   * `let … in body`. Both arguments may be functions of the bound names:
   * `nix.let({ a: 1 }, ({ a }) => [a, a])`.
   */
  let(bindings: object, body: ((names: Names) => unknown) | unknown): NixExpr;
  /** `with scope; body`: `nix.with(pkgs, ({ hello, curl }) => [hello, curl])`. */
  with(scope: unknown, body: ((names: Names) => unknown) | unknown): NixExpr;
  /** `rec { … }`: `nix.rec((self) => ({ a: 1, b: self.a }))`. */
  rec(bindings: object): NixExpr;
  /** To spread into a set: `{ ...nix.inherit("pkgs"), ...nix.inherit(lib, "mkIf", "mkForce") }`. */
  inherit(...names: readonly (string | readonly string[])[]): Record<string, NixExpr>;
  inherit(
    from: NixExpr,
    ...names: readonly (string | readonly string[])[]
  ): Record<string, NixExpr>;
  /** `assert cond; body`. */
  assert(cond: unknown, body: unknown): NixExpr;
  /** `nix.op(a, "//", b)`, `nix.op("++", a, b, c)`, `nix.op("!", a)`, `nix.op("-", a)`. */
  op(left: unknown, op: BinaryOperator, right: unknown): NixExpr;
  op(op: BinaryOperator, left: unknown, right: unknown, ...more: readonly unknown[]): NixExpr;
  op(op: "!" | "-", value: unknown): NixExpr;
  /** `!value`. */
  not(value: unknown): NixExpr;
  /** `-value`. */
  neg(value: unknown): NixExpr;
  /** A path: `./x`, `../x`, `/x`, `~/x`, `<nixpkgs/x>`. `BAD_PATH` otherwise. */
  path(path: string): NixExpr;
  /** The same for a Nix file of the author's, which `print`'s `relocate` can tell apart. */
  file(path: string): NixExpr;
  /** `import ./file.nix`, applied to further arguments if there are any. */
  import(file: string | NixExpr, ...args: readonly unknown[]): NixExpr;
  /** Nix source text as it is. `BAD_RAW` when it does not end what it begins. */
  raw(source: string): NixExpr;
  /**
   * A function by its parameter's name, by the names of its formals (`{ a, b, ... }:`), or by a
   * pattern. The body may be a function of the parameters.
   */
  lambda(params: string, body: ((param: NixExpr) => unknown) | unknown): NixExpr;
  lambda(
    params: readonly string[] | Pattern,
    body: ((params: Names) => unknown) | unknown,
  ): NixExpr;
  /** `fn a b`. */
  call(fn: unknown, ...args: readonly unknown[]): NixExpr;
  /** `of.a.b`; each step is one name, whatever characters it has. */
  select(of: unknown, ...path: readonly PathStep[]): NixExpr;
  /** `of ? a.b`; or `nix.has(pkgs.a.b)`, which asks for all of the path. */
  has(of: unknown, ...path: readonly PathStep[]): NixExpr;
  /** `selection or fallback`: `nix.or(config.a.b, null)`. */
  or(selection: NixExpr, fallback: unknown): NixExpr;
  /** A variable by its name. */
  var(name: string): NixExpr;
  /** An integer of Nix's, from a number or bigint. */
  int(value: number | bigint): NixExpr;
  /** A float of Nix's, also for numbers without a fraction. */
  float(value: number): NixExpr;
  /** `value` with a comment above it, or above the attribute whose value it is. */
  comment(comment: string, value: unknown): NixExpr;
}
