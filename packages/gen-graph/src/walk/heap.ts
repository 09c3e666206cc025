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
  const columns = [firsts, seconds, items];
  const less = (a: number, b: number): boolean => {
    for (const column of columns) {
      const [x, y] = [column[a] as number, column[b] as number];
      if (x !== y) return x < y;
    }
    return false;
  };
  const swap = (a: number, b: number): void => {
    for (const column of columns) {
      const value = column[a] as number;
      column[a] = column[b] as number;
      column[b] = value;
    }
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
