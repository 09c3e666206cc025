import { ENCODE } from "./encode.ts";
import { type Span, spanOf } from "./failure.ts";

/** What Nix reads, and where in it each expression stands. */
interface Program {
  readonly text: string;
  readonly spans: readonly Span[];
}

/** One text for several expressions. None of them sees the names of another, or of the encoder. */
export function program(sources: readonly string[], args: string | undefined): Program {
  const spans: Span[] = [];
  const lines = [
    "(let",
    ...ENCODE.split("\n"),
    '  run = i: v: builtins.addErrorContext "gen-nix expression ${toString i}" (builtins.deepSeq v v);',
    "in values: builtins.genList (i: run i (encode [ ] (builtins.elemAt values i))) (builtins.length values))",
    "[",
  ];
  const end = args === undefined ? ["))"] : `) (${args}))`.split("\n");
  for (const source of sources) {
    lines.push("((");
    const text = source.split("\n");
    spans.push(spanOf(text, lines.length));
    for (const line of text) lines.push(line);
    for (const line of end) lines.push(line);
  }
  return { text: [...lines, "]", ""].join("\n"), spans };
}
