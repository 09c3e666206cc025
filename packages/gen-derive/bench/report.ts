import { do_not_optimize as keep, measure } from "mitata";

/** Fastest milliseconds: of a shared machine the least disturbed run says most. */
export async function time(run: () => unknown): Promise<number> {
  const { min } = await measure(() => keep(run()), { min_cpu_time: 250e6, min_samples: 5 });
  return min / 1e6;
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
