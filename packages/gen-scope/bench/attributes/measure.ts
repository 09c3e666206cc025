import { measure } from "mitata";

/** Nanoseconds of processor time: the clock on the wall measures other people's work too. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** The fastest of some runs, each after an unmeasured preparation, in milliseconds. */
export async function fastest<Ready>(
  prepare: () => Ready,
  run: (ready: Ready) => unknown,
  samples: number,
): Promise<number> {
  const bench = function* () {
    yield { 0: prepare, bench: (ready: Ready): unknown => run(ready) };
  };
  const stats = await measure(bench as never, {
    now: processorTime,
    inner_gc: samples <= 20,
    min_samples: samples,
    max_samples: samples,
    min_cpu_time: 0,
    // One run a sample, however short.
    batch_threshold: 0,
  });
  return stats.min / 1e6;
}

/** The bytes of heap that `make` leaves behind. */
export function bytesOf(make: () => unknown): number {
  const before = settled();
  const made = make();
  const bytes = settled() - before;
  // Held until measured.
  return made === undefined ? Number.NaN : bytes;
}

function settled(): number {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
