/** Numbers with two priorities: the least first one first, then the least second one. */
export interface Heap {
  push(first: number, second: number, item: number): void;
  pop(): number | undefined;
}

/** A binary heap in three arrays. Ties go to the smaller number. */
export function createHeap(): Heap {
  const firsts: number[] = [];
  const seconds: number[] = [];
  const items: number[] = [];
  const less = (a: number, b: number): boolean => {
    if (firsts[a] !== firsts[b]) return (firsts[a] as number) < (firsts[b] as number);
    if (seconds[a] !== seconds[b]) return (seconds[a] as number) < (seconds[b] as number);
    return (items[a] as number) < (items[b] as number);
  };
  const swap = (a: number, b: number): void => {
    const [first, second, item] = [firsts[a], seconds[a], items[a]] as [number, number, number];
    firsts[a] = firsts[b] as number;
    seconds[a] = seconds[b] as number;
    items[a] = items[b] as number;
    firsts[b] = first;
    seconds[b] = second;
    items[b] = item;
  };
  return {
    push: (first, second, item) => {
      let at = items.length;
      firsts.push(first);
      seconds.push(second);
      items.push(item);
      for (let up = (at - 1) >> 1; at > 0 && less(at, up); up = (at - 1) >> 1) {
        swap(at, up);
        at = up;
      }
    },
    pop: () => {
      if (items.length === 0) return undefined;
      swap(0, items.length - 1);
      const item = items.pop();
      firsts.pop();
      seconds.pop();
      for (let at = 0; ; ) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < items.length && less(child, least)) least = child;
        }
        if (least === at) return item;
        swap(at, least);
        at = least;
      }
    },
  };
}
