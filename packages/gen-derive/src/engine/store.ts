import type { Interner } from "../data/interner.ts";
import type { Table } from "./table.ts";

/** What joins work on. */
export interface Store {
  readonly interner: Interner;
  /** By relation number; absent while a relation has no rows. */
  readonly tables: (Table | undefined)[];
  /** Relations whose rows changed in the current update. */
  readonly changed: Set<number>;
  /** How many values rules made. */
  fresh: number;
  /** How many rows joins looked at. */
  visited: number;
}
