import type { Csr } from "./csr.ts";

/** How many edges end in each node. */
export function inDegrees({ offsets, targets }: Csr): Int32Array {
  const degrees = new Int32Array(offsets.length - 1);
  for (let e = 0; e < targets.length; e++) (degrees[targets[e] as number] as number)++;
  return degrees;
}
