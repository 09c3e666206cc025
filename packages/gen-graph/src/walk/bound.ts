import { GraphError } from "../error/graph-error.ts";

/** A bound that a caller may leave out. @throws GraphError `bound-invalid` when negative or NaN. */
export function bound(name: string, value: number = Number.POSITIVE_INFINITY): number {
  if (value >= 0) return value;
  throw new GraphError([
    {
      code: "bound-invalid",
      message: `${name} is ${String(value)}.`,
      remedy: "Give a number of at least 0.",
      culprits: [value],
    },
  ]);
}
