import { nixError } from "../errors.ts";

/**
 * What an evaluation yields. Integers that no JavaScript number holds exactly are bigints; a float may
 * be infinite or NaN.
 */
export type NixValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | NixValue[]
  | { [name: string]: NixValue };

type Wire = null | boolean | number | string | Wire[] | { [name: string]: Wire };

/** Undoes the encoding of encode.ts, in place and without recursion. */
export function decode(root: unknown): NixValue {
  const top: Wire[] = [root as Wire];
  const pending: (Wire[] | { [name: string]: Wire })[] = [top];
  for (let box = pending.pop(); box !== undefined; box = pending.pop()) {
    const slots = box as { [name: string]: Wire };
    for (const key of Object.keys(box)) {
      const item = slots[key];
      if (typeof item !== "object" || item === null) continue;
      const value = Object.hasOwn(item, "") && !Array.isArray(item) ? special(item) : item;
      if (value !== item)
        Object.defineProperty(box, key, {
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      if (typeof value === "object" && value !== null) pending.push(value as Wire[]);
    }
  }
  return top[0] as NixValue;
}

function special(item: { [name: string]: Wire }): unknown {
  const { "": kind, v } = item;
  if (kind === "f" && Array.isArray(v)) return ldexp(Number(v[0]), Number(v[1]));
  if (kind === "n") return Number(v);
  if (kind === "i") return integer(String(v));
  if (kind === "s" && Array.isArray(v)) return Object.fromEntries(v as [string, unknown][]);
  throw nixError(
    "NIX_OUTPUT",
    "Nix printed a value in an unknown encoding",
    "report this with the expression",
  );
}

/** `mantissa · 2^exponent` in two exact steps, since 2^exponent alone may underflow. */
function ldexp(mantissa: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return mantissa * 2 ** half * 2 ** (exponent - half);
}

function integer(text: string): number | bigint {
  const value = BigInt(text);
  return BigInt(Number(value)) === value ? Number(value) : value;
}
