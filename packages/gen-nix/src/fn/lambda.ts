import type { NixErrorCode, ValuePath } from "../errors.ts";
import { freshId } from "../expr/identity.ts";
import { bindable, byCodeUnit, isBindable } from "../expr/names.ts";
import type { Formal, LambdaNode, Node } from "../expr/node.ts";
import { symbolic } from "../expr/symbolic.ts";
import { type Conversion, convert, toNode } from "../expr/to-node.ts";
import { literalOf } from "./literal.ts";
import { type Parameter, type PatternKey, parametersOf } from "./parameters.ts";

export type AnyFunction = (...args: readonly never[]) => unknown;

/** Functions that return functions, and so on: more levels than anyone writes by hand. */
const MAX_NESTING = 256;

type Head = Omit<LambdaNode, "body" | "k">;

/** A function the translation of which would not mean the same, with why, or undefined. */
export function untranslatable(fn: AnyFunction): string | undefined {
  const tag = Object.prototype.toString.call(fn);
  if (tag !== "[object Function]") return `${tag.slice(8, -1)} has no counterpart in Nix`;
  const source = Function.prototype.toString.call(fn);
  if (/^class\b/.test(source)) return "a class has no counterpart in Nix";
  const native = /\{\s*\[native code\]\s*\}\s*$/.test(source) && !fn.name.startsWith("bound ");
  return native ? `the built-in function ${fn.name} cannot run inside Nix` : undefined;
}

/** The parameters of `fn`, by its source or else by its `length`. */
export function parameters(fn: AnyFunction): readonly Parameter[] {
  return (
    parametersOf(Function.prototype.toString.call(fn)) ??
    Array.from({ length: fn.length }, (): Parameter => ({ kind: "unknown" }))
  );
}

/** The formals of a destructured parameter, or the first key whose default is no literal. */
export function formalsOf(keys: readonly PatternKey[]): Formal[] | { readonly opaque: string } {
  const formals: Formal[] = [];
  for (const key of keys) {
    if (key.default === undefined) {
      formals.push({ name: key.name });
      continue;
    }
    const literal = literalOf(key.default);
    if (literal === undefined) return { opaque: key.name };
    formals.push({ name: key.name, or: toNode(literal.value, [key.name]) });
  }
  return formals.sort((a, b) => byCodeUnit(a.name, b.name));
}

/**
 * A JavaScript function as a Nix function: it is called once with symbolic arguments, and what it
 * returns is the body. `(a, b) => …` is curried, `({ a, b = 1 }) => …` takes an attribute set.
 */
export function lambdaOf(fn: AnyFunction, path: ValuePath, run: Conversion): Node {
  const refuse = (code: NixErrorCode, message: string, remedy: string): Node => {
    run.issues.push({ code, message, remedy, path });
    return { k: "null" };
  };
  const reason = untranslatable(fn);
  if (reason !== undefined) {
    return refuse(
      "FUNCTION_VALUE",
      reason,
      "write (x) => …, which is called with a symbolic argument",
    );
  }
  if (run.functions.includes(fn)) {
    return refuse(
      "CYCLE",
      "the function returns itself",
      "a recursive function needs a name: use nix.let",
    );
  }
  if (run.functions.length >= MAX_NESTING) {
    return refuse(
      "TOO_DEEP",
      `functions nested more than ${MAX_NESTING} levels`,
      "use nix.let to name a recursive function",
    );
  }
  const shape = parameters(fn);
  if (shape.length === 0) {
    return refuse(
      "FUNCTION_VALUE",
      "a function without parameters is not a Nix value",
      "give its result, or write (_) => …",
    );
  }
  const heads: Head[] = [];
  const args: unknown[] = [];
  for (const parameter of shape) {
    const made = head(parameter, shape.length === 1 ? "arg" : `arg${heads.length + 1}`);
    if ("code" in made) return refuse(made.code, made.message, made.remedy);
    heads.push(made.head);
    args.push(made.arg);
  }
  const result: unknown = (fn as (...args: unknown[]) => unknown)(...args);
  let body = convert(result, path, { issues: run.issues, functions: [...run.functions, fn] });
  for (const one of heads.reverse()) body = { k: "lambda", ...one, body };
  return body;
}

type Made =
  | { readonly head: Head; readonly arg: unknown }
  | { readonly code: NixErrorCode; readonly message: string; readonly remedy: string };

function head(parameter: Parameter, fallback: string): Made {
  const id = freshId();
  if (parameter.kind === "rest") {
    return {
      code: "REST_PARAMETER",
      message: "a rest parameter cannot be filled before Nix runs",
      remedy: "name what you need, or take the whole argument: (args) => args.name",
    };
  }
  if (parameter.kind === "pattern" && parameter.keys.every((key) => isBindable(key.name))) {
    const formals = formalsOf(parameter.keys);
    if ("opaque" in formals) return opaqueDefault(formals.opaque);
    const arg = Object.create(null) as Record<string, unknown>;
    for (const { name } of formals) arg[name] = symbolic({ k: "ref", id, name });
    return { head: { id, formals, ellipsis: true, byName: false }, arg };
  }
  const name = parameter.kind === "name" ? bindable(parameter.name) : fallback;
  return { head: { id, name, byName: false }, arg: symbolic({ k: "ref", id, name }) };
}

/** The refusal of a default that would have to be computed by JavaScript. */
export function opaqueDefault(name: string): {
  code: NixErrorCode;
  message: string;
  remedy: string;
} {
  return {
    code: "PARAMETER_DEFAULT",
    message: `the default of the parameter \`${name}\` is not a literal, so Nix cannot be told`,
    remedy: `write nix.or(args.${name}, default) in the body, or nix.lambda with formals`,
  };
}
