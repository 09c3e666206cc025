/** One line of the result: what was compared, by how much, and what was promised. */
export interface Line {
  readonly what: string;
  readonly graph: string;
  readonly ours: string;
  readonly other: string;
  readonly ratio: number;
  readonly promise: string;
  readonly pass: boolean;
}

/** `ratio` must be at least `least`. */
export function atLeast(
  what: string,
  graph: string,
  ours: number,
  other: number,
  least: number,
): Line {
  const ratio = other / ours;
  return line(what, graph, ours, other, ratio, `≥ ${least}×`, ratio >= least);
}

/** ours / other must be at most `most`. */
export function atMost(
  what: string,
  graph: string,
  ours: number,
  other: number,
  most: number,
): Line {
  const ratio = ours / other;
  return line(what, graph, ours, other, ratio, `≤ ${most}×`, ratio <= most);
}

/** Times with size, beside how a bare program's do in the same run: at most `most` times as much. */
export function besideBare(
  what: string,
  graph: string,
  ours: number,
  bare: number,
  most: number,
): Line {
  const ratio = ours / bare;
  return {
    what,
    graph,
    ours: `${ours.toFixed(1)} ×`,
    other: `${bare.toFixed(1)} ×`,
    ratio,
    promise: `≤ ${most}×`,
    pass: ratio <= most,
  };
}

function line(
  what: string,
  graph: string,
  ours: number,
  other: number,
  ratio: number,
  promise: string,
  pass: boolean,
): Line {
  return { what, graph, ours: time(ours), other: time(other), ratio, promise, pass };
}

/** Milliseconds, three digits. */
function time(ms: number): string {
  return ms >= 100 ? `${ms.toFixed(0)} ms` : `${ms.toPrecision(3)} ms`;
}

/** A Markdown table. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ what, graph, ours, other, ratio, promise, pass }) => [
    what,
    graph,
    ours,
    other,
    ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2),
    promise,
    pass ? "PASS" : "FAIL",
  ]);
  const head = ["what", "graph", "gen-graph", "against", "ratio", "promised", ""];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
