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

const GROWTH = 15;
const BEYOND_BARE = 1.3;

/**
 * Ten times the nodes may take {@link GROWTH} times as long. Where the machine's caches alone make more
 * of it, which the bare program in the same run shows, {@link BEYOND_BARE} times as much as that.
 */
export function nearLinear(what: string, graph: string, ours: number, bare: number): Line {
  const most = Math.max(GROWTH, BEYOND_BARE * bare);
  return {
    what,
    graph,
    ours: `${ours.toFixed(1)} ×`,
    other: `${bare.toFixed(1)} ×`,
    ratio: ours,
    promise: bare * BEYOND_BARE > GROWTH ? `≤ ${BEYOND_BARE} × bare` : `≤ ${GROWTH}×`,
    pass: ours <= most,
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
