/** A value without parts. Numbers are compared as `Map` keys are: `NaN` is itself, `-0` is `0`. */
export type Scalar = string | number | boolean | bigint | null;

/** Anything (a function, a class instance) that stands for itself by a declared key. */
export interface Opaque<T = unknown> {
  readonly $opaque: string;
  readonly value: T;
}

/**
 * What facts are made of: plain data, equal when its content is. A property that is `undefined`
 * counts as absent, the order of properties means nothing.
 */
export type Value =
  | Scalar
  | Opaque
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

/**
 * Lets something that is no plain data be part of a fact. Two opaque values are the same value when
 * their keys are equal: give each thing a key of its own.
 * @example owns("web1", opaque("nginx-module", nginxModule))
 */
export function opaque<T>(key: string, value: T): Opaque<T> {
  return Object.freeze({ $opaque: key, value });
}

/** Code-unit order: the same on every machine, whatever its locale. */
export function codeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
