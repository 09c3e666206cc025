import type { NixError } from "../errors.ts";
import { tokenize } from "../template/lexer.ts";
import { failureOf, type Span, spanOf } from "./failure.ts";
import type { RunOptions } from "./options.ts";
import { runNix } from "./run.ts";

/** A source text that Nix does not accept. */
export interface SyntaxProblem {
  /** Which of the texts, from 0. */
  readonly source: number;
  /** Nix's refusal, with the place in `failure`. */
  readonly error: NixError;
}

/**
 * Lets Nix parse source texts, without evaluating them, and returns what it refuses: wrong syntax, and
 * variables that nothing binds. Texts that are fine share one process.
 *
 * @param sources one expression each, as `print` makes them.
 * @throws NixError as `evaluate` does when Nix cannot run.
 */
export async function checkSyntax(
  sources: string | readonly string[],
  options: RunOptions = {},
): Promise<readonly SyntaxProblem[]> {
  const all = (typeof sources === "string" ? [sources] : sources).map((text, source) => ({
    text,
    source,
  }));
  const problems: SyntaxProblem[] = [];
  let left = all.filter((one) => isWhole(one.text));
  for (const one of all) {
    if (left.includes(one)) continue;
    problems.push(...(await check([one], [spanOf(one.text.split("\n"), 0)], one.text, options)));
  }
  while (left.length > 0) {
    const lines = ["["];
    const spans = left.map(({ text }): Span => {
      lines.push("(");
      const own = text.split("\n");
      const span = spanOf(own, lines.length);
      for (const line of [...own, ")"]) lines.push(line);
      return span;
    });
    const found = await check(left, spans, [...lines, "]", ""].join("\n"), options);
    problems.push(...found);
    left = left.filter((one) => found.length > 0 && one.source !== found[0]?.source);
  }
  return problems.sort((a, b) => a.source - b.source);
}

/** Text that does not end what it begins would change how its neighbours are read. */
function isWhole(text: string): boolean {
  try {
    tokenize([text]);
    return true;
  } catch {
    return false;
  }
}

async function check(
  texts: readonly { readonly source: number }[],
  spans: readonly Span[],
  program: string,
  options: RunOptions,
): Promise<SyntaxProblem[]> {
  const finished = await runNix(["--parse", "-"], program, options);
  if (finished.ok) return [];
  const { error, failure } = failureOf(
    finished,
    spans,
    texts.map((one) => `text ${one.source + 1}`),
  );
  const source = texts[failure.expression ?? -1]?.source;
  if (source === undefined) throw error;
  return [{ source, error }];
}
