import { measure } from "mitata";

/**
 * Processor time of the process (user and system), in milliseconds: on a shared machine the clock on
 * the wall measures other people's work too. The fastest of several runs; contenders of one
 * comparison are measured one after the other.
 */
export async function fastest(run: () => unknown, n: number): Promise<number> {
  const samples = n >= 100_000 ? 12 : n >= 10_000 ? 60 : 200;
  return least(run, samples, 3, n >= 10_000 ? 1 : 20);
}

/** For what takes seconds: a few runs. */
export async function fastestOfFew(run: () => unknown, n: number): Promise<number> {
  return n >= 100_000 ? least(run, 1, 0, 1) : least(run, n >= 10_000 ? 4 : 20, 1, 1);
}

/** `repeat` runs make one sample, so that reading the clock does not count. */
async function least(
  run: () => unknown,
  samples: number,
  warmup: number,
  repeat: number,
): Promise<number> {
  let last: unknown;
  const sample = (): unknown => {
    for (let i = 0; i < repeat; i++) last = run();
    return last;
  };
  const stats = await measure(sample, {
    now: processorTime,
    min_samples: samples,
    max_samples: samples,
    min_cpu_time: 0,
    warmup_samples: warmup,
    warmup_threshold: Number.POSITIVE_INFINITY,
    // One call per sample, however short.
    batch_threshold: 0,
  });
  return stats.min / 1e6 / repeat;
}

/** The fastest runs of two sizes, taken in turns so that both meet the same disturbances. */
export async function fastestInTurns(
  small: () => unknown,
  large: () => unknown,
): Promise<readonly [number, number]> {
  let best: readonly [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let turn = 0; turn < 20; turn++) {
    const a = await least(small, 15, 2, 2);
    const b = await least(large, 5, 1, 1);
    best = [Math.min(best[0], a), Math.min(best[1], b)];
  }
  return best;
}

/** Nanoseconds, as mitata expects. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}
