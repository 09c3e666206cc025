/** Something in a column: it reaches `size / 2` to both sides of its middle. */
export interface Sized {
  readonly size: number;
}

/**
 * Middles as near to the wished ones as can be, least squares, in the order given and with `gap`
 * between neighbours: pool adjacent violators (Barlow et al. 1972) on wishes from which the room
 * before each is taken away. O(n).
 */
export function spread(
  items: readonly Sized[],
  wishes: readonly number[],
  gap: number,
): readonly number[] {
  const room: number[] = [];
  let sum = 0;
  items.forEach(({ size }, index) => {
    if (index > 0) sum += ((items[index - 1] as Sized).size + size) / 2 + gap;
    room.push(sum);
  });
  const pools: { mean: number; count: number }[] = [];
  wishes.forEach((wish, index) => {
    let pool = { mean: wish - (room[index] as number), count: 1 };
    for (let last = pools[pools.length - 1]; last !== undefined && last.mean > pool.mean; ) {
      pools.pop();
      const count = last.count + pool.count;
      pool = { mean: (last.mean * last.count + pool.mean * pool.count) / count, count };
      last = pools[pools.length - 1];
    }
    pools.push(pool);
  });
  const middles: number[] = [];
  for (const { mean, count } of pools)
    for (let i = 0; i < count; i++) middles.push(mean + (room[middles.length] as number));
  return middles;
}
