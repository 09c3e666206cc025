/** Adjacency in both directions that can be changed. */
export interface Lists {
  clear(id: number): void;
  has(source: number, target: number): boolean;
  add(source: number, target: number): void;
  remove(source: number, target: number): boolean;
  out(id: number): ReadonlySet<number>;
  into(id: number): ReadonlySet<number>;
}

/** One set per node and direction. */
export function createLists(): Lists {
  const out: Set<number>[] = [];
  const into: Set<number>[] = [];
  return {
    clear: (id) => {
      out[id] = new Set();
      into[id] = new Set();
    },
    has: (source, target) => (out[source] as Set<number>).has(target),
    add: (source, target) => {
      (out[source] as Set<number>).add(target);
      (into[target] as Set<number>).add(source);
    },
    remove: (source, target) => {
      (into[target] as Set<number>).delete(source);
      return (out[source] as Set<number>).delete(target);
    },
    out: (id) => out[id] as Set<number>,
    into: (id) => into[id] as Set<number>,
  };
}
