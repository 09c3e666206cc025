import type { Effects } from "../effects/effects.ts";
import type { Json } from "../model/json.ts";
import type { ScopeNode } from "../model/scope.ts";
import type { Location } from "../plan/stored.ts";
import type { Operation } from "../repository/operation.ts";
import type { RepositoryView } from "../repository/repository.ts";

/** A file as stores know it. */
export interface FileAddress {
  readonly node: ScopeNode;
  readonly generator: string;
  readonly file: string;
  readonly secret: boolean;
  readonly deploy: boolean | readonly string[];
  /** Only scopes below the node declare the generator: then it goes to their machines alone. */
  readonly shared?: boolean;
}

/** One change that a store shall prepare. Locations of one call are all different. */
export type StoreChange =
  | {
      readonly type: "put";
      readonly location: Location;
      readonly value: Uint8Array;
      /** Canonical recipients, for stores that encrypt to them. */
      readonly recipients: readonly string[];
    }
  | {
      /** The same value, encrypted anew for other recipients. */
      readonly type: "rekey";
      readonly location: Location;
      readonly recipients: readonly string[];
    }
  | { readonly type: "delete"; readonly location: Location };

/** What can be told about a stored file without any key. */
export interface Inspection {
  /** Hash of the stored form; changes exactly when that does. */
  readonly digest: string;
  /** Whom it is encrypted to, sorted, when the stored form tells. */
  readonly recipients?: readonly string[];
}

/** What a store works with; given to every call. */
export interface StoreContext {
  readonly view: RepositoryView;
  readonly effects: Effects;
}

/**
 * A place that keeps files. Implementations answer every question from `context.view` (which knows
 * decided transactions) and never change anything themselves: `prepare` answers operations, and the
 * transaction that commits them makes those of all stores visible together.
 *
 * `storeContract` checks an implementation against everything promised here.
 */
export interface VarStore {
  /** What policies call it; recorded with every file. */
  readonly name: string;
  /** Whether secret files may go here: their values are encrypted or out of reach. */
  readonly keepsSecrets: boolean;
  /** Whether public files may go here: their values can be read without a key. */
  readonly keepsPublic: boolean;
  /** Whether values are encrypted to recipients that the caller chooses for each file. */
  readonly hasRecipients: boolean;
  /** Whether files of several generators may lie in one document, which has one audience. */
  readonly sharesDocuments?: boolean;

  /** Where a file is kept. Depends on the address alone; different files get different places. */
  locate(address: FileAddress): Location;
  /** The form in which a recipient is used and recorded here. @default as it is */
  recipient?(recipient: string): string;
  /** `undefined` when nothing is stored there. Needs no key. */
  inspect(location: Location, context: StoreContext): Promise<Inspection | undefined>;
  /**
   * The value.
   *
   * @throws VarsError `not-found`, `unreadable` (no key), `tampered`, `format-invalid`
   */
  read(location: Location, context: StoreContext): Promise<Uint8Array>;
  /** The operations that make the changes. Nothing may be visible before they are committed. */
  prepare(
    changes: readonly StoreChange[],
    context: StoreContext & { readonly transaction: string },
  ): Promise<readonly Operation[]>;
  /** Does an `external` operation of this store; doing it twice is doing it once. */
  apply?(data: Json, effects: Effects): Promise<void>;
  /** Removes what preparations that were never committed left behind. Runs under the lock. */
  clean?(effects: Effects): Promise<void>;
}
