const RANKS = ["boolean", "number", "bigint", "string"];

/**
 * The order of primitive nodes: by type, then strings by code unit and numbers by size. Undefined
 * where there is none.
 */
export function compareNodes(a: unknown, b: unknown): number | undefined {
  const [x, y] = [RANKS.indexOf(typeof a), RANKS.indexOf(typeof b)];
  if (x < 0 || y < 0) return undefined;
  if (x !== y) return x - y;
  const [p, q] = [a as string, b as string];
  return p < q ? -1 : p > q ? 1 : 0;
}
