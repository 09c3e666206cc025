/**
 * Runs tasks as soon as what they wait for is done, at most `limit` at a time, in the given order
 * among those that could start. Stops starting new ones when `stop` answers true. Settles when
 * everything that was started has ended; when a task rejects no more are started, and the first
 * reason is passed on.
 */
export function schedule<T>(
  tasks: readonly T[],
  waitsFor: (task: T) => Iterable<T>,
  limit: number,
  work: (task: T) => Promise<void>,
  stop: () => boolean,
): Promise<void> {
  const members = new Set(tasks);
  const waiting = new Map<T, number>();
  const dependents = new Map<T, T[]>();
  const position = new Map(tasks.map((task, index) => [task, index] as const));
  const ready: T[] = [];
  for (const task of tasks) {
    const needs = new Set([...waitsFor(task)].filter((other) => members.has(other)));
    waiting.set(task, needs.size);
    if (needs.size === 0) ready.push(task);
    for (const other of needs) {
      const list = dependents.get(other);
      if (list === undefined) dependents.set(other, [task]);
      else list.push(task);
    }
  }
  let next = 0;
  let running = 0;
  let broken: { readonly error: unknown } | undefined;
  return new Promise((resolve, reject) => {
    const fill = (): void => {
      while (running < limit && next < ready.length && broken === undefined && !stop()) {
        running++;
        void run(ready[next++] as T);
      }
      if (running > 0) return;
      if (broken === undefined) resolve();
      else reject(broken.error);
    };
    const run = async (task: T): Promise<void> => {
      try {
        await work(task);
      } catch (error) {
        broken ??= { error };
      }
      running--;
      const freed = (dependents.get(task) ?? []).filter((dependent) => {
        const left = (waiting.get(dependent) as number) - 1;
        waiting.set(dependent, left);
        return left === 0;
      });
      freed.sort((a, b) => (position.get(a) as number) - (position.get(b) as number));
      ready.push(...freed);
      fill();
    };
    fill();
  });
}
