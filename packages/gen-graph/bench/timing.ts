import { measure } from "mitata";

/**
 * The fastest of several runs, in milliseconds: on a shared machine everything else that a run
 * measures is other people's work. Contenders of one comparison are measured one after the other.
 */
export async function fastest(run: () => unknown, n: number): Promise<number> {
  const samples = n >= 100_000 ? 12 : n >= 10_000 ? 40 : 300;
  const stats = await measure(run, {
    min_samples: samples,
    max_samples: samples * 4,
    min_cpu_time: 400e6,
    inner_gc: n >= 100_000,
  });
  return stats.min / 1e6;
}

/** For what takes seconds: a few runs. */
export async function fastestOfFew(run: () => unknown, n: number): Promise<number> {
  const stats = await measure(run, {
    min_samples: n >= 100_000 ? 2 : 5,
    max_samples: n >= 100_000 ? 2 : 20,
    min_cpu_time: 1,
    warmup_samples: n >= 100_000 ? 0 : 2,
    inner_gc: n >= 10_000,
  });
  return stats.min / 1e6;
}
