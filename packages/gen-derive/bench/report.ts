import { do_not_optimize as keep, measure } from "mitata";

/** Fastest milliseconds: of a shared machine the least disturbed run says most. */
export async function time(run: () => unknown): Promise<number> {
  const { min } = await measure(() => keep(run()), { min_cpu_time: 250e6, min_samples: 5 });
  return min / 1e6;
}

/** The fastest of some runs each, taken in turns, so that a disturbance hits all of them. */
export function inTurns(rounds: number, ...runs: readonly (() => unknown)[]): number[] {
  const fastest = runs.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    runs.forEach((run, at) => {
      const start = performance.now();
      keep(run());
      fastest[at] = Math.min(fastest[at] as number, performance.now() - start);
    });
  }
  return fastest;
}

/** Milliseconds as people read them. */
export function fixed(ms: number): string {
  return ms < 1 ? `${(ms * 1000).toFixed(0)} µs` : `${ms.toFixed(1)} ms`;
}

/** A Markdown table. */
export function table(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  console.log(`\n### ${title}\n`);
  console.log(`| ${header.join(" | ")} |`);
  console.log(
    `|---|${header
      .slice(1)
      .map(() => "--:|")
      .join("")}`,
  );
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
}
