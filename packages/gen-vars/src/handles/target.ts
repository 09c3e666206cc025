import { failure, type VarsError } from "../error/vars-error.ts";
import type { FileHandle } from "./handle.ts";

/** A way of using a file: how one kind of output refers to it. */
export interface VarTarget<T> {
  readonly name: string;
  /** Whether everybody can read what it writes (the Nix store, a plain file): then no secret may go there. */
  readonly worldReadable: boolean;
  /** @throws VarsError `unresolvable` */
  readonly resolve: (handle: FileHandle) => T;
}

/**
 * What a target makes of a file.
 *
 * @throws VarsError `unresolvable`: a secret in a world-readable target, or what the target refuses
 */
export function resolveVar<T>(target: VarTarget<T>, handle: FileHandle): T {
  if (target.worldReadable && handle.secret) {
    throw unresolvable(
      handle,
      target.name,
      "it is secret, and what this target writes can be read by everybody",
      "Refer to it by its path on the machine, or use a public file.",
    );
  }
  return target.resolve(handle);
}

/** What several targets make of one file. */
export function resolveAll<T extends Record<string, VarTarget<unknown>>>(
  targets: T,
  handle: FileHandle,
): { readonly [K in keyof T]: T[K] extends VarTarget<infer R> ? R : never } {
  const resolved = Object.entries(targets).map(([name, target]) => [
    name,
    resolveVar(target, handle),
  ]);
  return Object.fromEntries(resolved);
}

/** The refusal of a use, naming the file, the target and the reason. */
export function unresolvable(
  handle: FileHandle,
  target: string,
  because: string,
  remedy: string,
): VarsError {
  return failure({
    code: "unresolvable",
    message: `${handle.id} cannot be used as ${target}: ${because}.`,
    remedy,
    culprit: handle.id,
  });
}
