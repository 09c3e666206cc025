import type { Json } from "../model/json.ts";

/** One step of a transaction. Doing it twice is the same as doing it once. */
export type Operation =
  | { readonly type: "put"; readonly path: string; readonly content: Uint8Array }
  | { readonly type: "delete"; readonly path: string }
  /** A step that a store outside the repository does by itself. */
  | { readonly type: "external"; readonly store: string; readonly data: Json };

/** Does the external steps of one store. */
export type ApplyExternal = (data: Json) => Promise<void>;
