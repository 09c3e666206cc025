import type { Csr } from "./csr.ts";

/** How many edges end in each node. */
export function inDegrees({ offsets, targets }: Csr): Int32Array {
  const degrees = new Int32Array(offsets.length - 1);
  for (let e = 0; e < targets.length; e++) (degrees[targets[e] as number] as number)++;
  return degrees;
}

/**
 * A copy to count down, in bytes where they hold it: counting down touches the whole of it at random,
 * and a quarter of the memory stays in the caches of a processor for four times as many nodes.
 */
export function countdown(degrees: Int32Array): Uint8Array | Int32Array {
  for (let v = 0; v < degrees.length; v++) {
    if ((degrees[v] as number) > 255) return degrees.slice();
  }
  return new Uint8Array(degrees);
}
