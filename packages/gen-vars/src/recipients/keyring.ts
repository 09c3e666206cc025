/**
 * What a key is for. `admin`: everything (at or below its nodes, when it has some); `host`: what is
 * deployed to its nodes; `user`: what lives at or below its nodes.
 */
export type KeyRole = "admin" | "host" | "user";

/** One holder of private keys, known by public ones. */
export interface KeyEntry {
  readonly name: string;
  readonly role: KeyRole;
  /** Scope nodes; for an admin none means all. */
  readonly nodes: readonly string[];
  /** Canonical recipients; several while keys are being exchanged. */
  readonly recipients: readonly string[];
}

/** Keys that get access together. Members are keys or groups. */
export interface KeyGroup {
  readonly name: string;
  readonly members: readonly string[];
}

/** Access beyond what roles give; fields left out match everything. */
export interface Grant {
  /** A key or a group. */
  readonly to: string;
  /** Files that live at or below this scope node. */
  readonly node?: string;
  readonly generator?: string;
  readonly file?: string;
}

/** Who there is to encrypt for. A value: operations answer a new one. */
export interface Keyring {
  readonly keys: readonly KeyEntry[];
  readonly groups: readonly KeyGroup[];
  readonly grants: readonly Grant[];
}

export const EMPTY_KEYRING: Keyring = { keys: [], groups: [], grants: [] };
