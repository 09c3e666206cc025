/** Numbers with priorities: the least priority first, ties by the smaller number. */
export interface Heap {
  push(priority: number, item: number): void;
  pop(): number | undefined;
}

/** A binary heap in two arrays. */
export function createHeap(): Heap {
  const priorities: number[] = [];
  const items: number[] = [];
  const less = (a: number, b: number): boolean => {
    const [x, y] = [priorities[a] as number, priorities[b] as number];
    return x < y || (x === y && (items[a] as number) < (items[b] as number));
  };
  const swap = (a: number, b: number): void => {
    const [priority, item] = [priorities[a] as number, items[a] as number];
    priorities[a] = priorities[b] as number;
    items[a] = items[b] as number;
    priorities[b] = priority;
    items[b] = item;
  };
  return {
    push: (priority, item) => {
      let at = items.length;
      priorities.push(priority);
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
      priorities.pop();
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
