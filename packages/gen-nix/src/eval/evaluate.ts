import { NixError, nixError } from "../errors.ts";
import { nodeOf, symbolic } from "../expr/symbolic.ts";
import { toNode } from "../expr/to-node.ts";
import { print } from "../print/print.ts";
import { decode, type NixValue } from "./decode.ts";
import { failureOf } from "./failure.ts";
import type { RunOptions } from "./options.ts";
import { program } from "./program.ts";
import { runNix } from "./run.ts";

/** How to evaluate. */
export interface EvaluateOptions extends RunOptions {
  /** Each expression is a function, and is called with these: `{ system: "x86_64-linux" }`. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** What to call the expression (each of them, for a list) in errors: a file, an aspect, … */
  readonly origin?: string | readonly string[];
}

/** One result of {@link evaluateSettled}. */
export type Settled<T = NixValue> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: NixError };

/** The source of one expression. A bare string could be meant as source or as a value. */
function sourceOf(value: unknown, index: number | undefined): string {
  if (typeof value === "string") {
    throw nixError(
      "BAD_ARGUMENT",
      "a plain string is either Nix source or a value",
      "write nix`…` or nix.raw(text) for source, toNix(text) for a value",
      index === undefined ? [] : [index],
    );
  }
  return print(
    nodeOf(value) === undefined
      ? symbolic(toNode(value, index === undefined ? [] : [index]))
      : value,
  );
}

const FLAGS = ["--eval", "--strict", "--json", "--show-trace", "-"];

async function run(
  sources: readonly string[],
  origins: readonly string[],
  options: EvaluateOptions,
): Promise<NixValue[]> {
  const args = options.args === undefined ? undefined : print(options.args);
  const { text, spans } = program(sources, args);
  const finished = await runNix(FLAGS, text, options);
  if (!finished.ok) throw failureOf(finished, spans, origins).error;
  return decode(parse(finished.stdout)) as NixValue[];
}

function parse(stdout: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(stdout));
  } catch (cause) {
    throw new NixError(
      [
        {
          code: "NIX_OUTPUT",
          message: "Nix printed something that is not JSON text",
          path: [],
          remedy: "a string of the result may hold bytes that are not UTF-8",
        },
      ],
      { cause },
    );
  }
}

/**
 * Evaluates expressions with the real Nix, strictly and to the bottom, and returns their values as
 * JavaScript has them. A list is evaluated in one process and yields a list.
 *
 * Paths come as their absolute text, derivations and other sets that convert themselves to strings as
 * those strings; floats and integers arrive exactly (see {@link NixValue}).
 *
 * @throws NixError `NIX_MISSING`, `NIX_FAILED`, `NIX_SYNTAX`, `NIX_TIMEOUT`, `NIX_ABORTED`,
 * `NIX_OUTPUT_LIMIT`, `NIX_OUTPUT`, `NIX_VALUE` (a function in the result), `BAD_ARGUMENT` (a bare
 * string), and as {@link toNix} does. `failure` says which expression, where, and all that Nix said.
 */
export async function evaluate<T extends readonly unknown[] = NixValue[]>(
  expressions: readonly unknown[],
  options?: EvaluateOptions,
): Promise<T>;
export async function evaluate<T = NixValue>(
  expression: object | number | bigint | boolean | null,
  options?: EvaluateOptions,
): Promise<T>;
export async function evaluate(
  expression: unknown,
  options: EvaluateOptions = {},
): Promise<unknown> {
  const { origin } = options;
  if (!Array.isArray(expression)) {
    const values = await run([sourceOf(expression, undefined)], [origin ?? []].flat(), options);
    return values[0];
  }
  if (expression.length === 0) return [];
  const list: readonly unknown[] = Array.from(expression as readonly unknown[]);
  return run(list.map(sourceOf), originsOf(origin, list.length), options);
}

function originsOf(
  origin: string | readonly string[] | undefined,
  count: number,
): readonly string[] {
  return typeof origin === "string" ? Array.from({ length: count }, () => origin) : (origin ?? []);
}

/**
 * Like {@link evaluate} for a list, with the outcome of each expression by itself: one that fails
 * costs another process and leaves the others their values.
 *
 * @throws NixError only for what concerns them all: `NIX_MISSING`, `NIX_TIMEOUT`, `NIX_ABORTED`,
 * `NIX_OUTPUT_LIMIT`, `NIX_OUTPUT`, and failures that Nix does not attribute.
 */
export async function evaluateSettled(
  expressions: readonly unknown[],
  options: EvaluateOptions = {},
): Promise<Settled[]> {
  const origins = originsOf(options.origin, expressions.length);
  const settled: Settled[] = [];
  let left = expressions.map((value, index) => ({ index, source: sourceOf(value, index) }));
  while (left.length > 0) {
    try {
      const values = await run(
        left.map((one) => one.source),
        left.map((one) => origins[one.index] ?? `expression ${one.index + 1}`),
        options,
      );
      left.forEach((one, at) => {
        settled[one.index] = { ok: true, value: values[at] ?? null };
      });
      left = [];
    } catch (error) {
      const failed = error instanceof NixError ? left[error.failure?.expression ?? -1] : undefined;
      if (failed === undefined) throw error;
      settled[failed.index] = { ok: false, error: error as NixError };
      left = left.filter((one) => one !== failed);
    }
  }
  return settled;
}
