/** Neighbours: a plain list while there are few, a set from then on. */
type Row = number[] | Set<number>;

/** Adjacency in both directions that can be changed. */
export interface Lists {
  clear(id: number): void;
  has(source: number, target: number): boolean;
  add(source: number, target: number): void;
  remove(source: number, target: number): boolean;
  out(id: number): Iterable<number>;
  into(id: number): Iterable<number>;
}

/** Beyond this length looking through a list costs more than a set does. */
const SHORT = 16;

/** One row per node and direction. A set costs a few hundred bytes, so most nodes have none. */
export function createLists(): Lists {
  const out: Row[] = [];
  const into: Row[] = [];
  return {
    clear: (id) => {
      out[id] = [];
      into[id] = [];
    },
    has: (source, target) => has(out[source] as Row, target),
    add: (source, target) => {
      add(out, source, target);
      add(into, target, source);
    },
    remove: (source, target) => {
      remove(into[target] as Row, source);
      return remove(out[source] as Row, target);
    },
    out: (id) => out[id] as Row,
    into: (id) => into[id] as Row,
  };
}

function has(row: Row, id: number): boolean {
  return Array.isArray(row) ? row.includes(id) : row.has(id);
}

function add(rows: Row[], at: number, id: number): void {
  const row = rows[at] as Row;
  if (!Array.isArray(row)) row.add(id);
  else if (row.length < SHORT) row.push(id);
  else rows[at] = new Set(row).add(id);
}

function remove(row: Row, id: number): boolean {
  if (!Array.isArray(row)) return row.delete(id);
  const index = row.indexOf(id);
  if (index === -1) return false;
  row.splice(index, 1);
  return true;
}
