import { GraphError } from "../error/graph-error.ts";
import { show } from "../error/show.ts";

/**
 * A bound that a caller may leave out: a count, or no bound at all.
 *
 * @throws GraphError `bound-invalid` when it is anything but a whole number of at least 0 or Infinity:
 * half a path has no meaning, and NaN would bound nothing.
 */
export function bound(
  name: string,
  value: number | undefined,
  otherwise: number = Number.POSITIVE_INFINITY,
): number {
  if (value === undefined) return otherwise;
  if (value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= 0)) return value;
  throw new GraphError([
    {
      code: "bound-invalid",
      message: `${name} is ${show(value)}.`,
      remedy: "Give a whole number of at least 0, or Infinity.",
      culprits: [value],
    },
  ]);
}
