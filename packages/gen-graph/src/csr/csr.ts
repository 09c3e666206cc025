/**
 * Compressed sparse rows: the targets of node `u` are `targets[offsets[u] … offsets[u + 1])`,
 * ascending and without duplicates. 4 bytes per edge and 4 per node.
 */
export interface Csr {
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
}
