/** One line of the result: what was compared, by how much, and what was promised. */
export interface Line {
  readonly what: string;
  readonly ours: number;
  readonly against: string;
  readonly other: number;
  readonly ratio: number;
  readonly promise: string;
  readonly pass: boolean | undefined;
}

const time = (ms: number): string => `${ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3)} ms`;

/** A Markdown table; without a promise a line is only told. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ what, ours, against, other, ratio, promise, pass }) => [
    what,
    time(ours),
    against,
    time(other),
    ratio.toFixed(2),
    promise,
    pass === undefined ? "" : pass ? "PASS" : "FAIL",
  ]);
  const head = ["what", "gen-schema", "against", "", "ratio", "promised", ""];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
