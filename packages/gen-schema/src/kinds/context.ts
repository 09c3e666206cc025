import type { Kind } from "./define-kind.ts";
import type { BackReference, Instance } from "./instance.ts";

/** What the instances of a registry share. */
export interface Context {
  readonly known: ReadonlyMap<string, Kind>;
  readonly find: (id: string) => Instance | undefined;
  readonly near: (kind: string, id: string) => string | undefined;
  readonly backs: () => ReadonlyMap<string, readonly BackReference[]>;
}
