import type { Json } from "../model/json.ts";

/** Where a store keeps one file: a path below the root, or a name inside an external store. */
export interface Location {
  readonly path: string;
  /** How the value is wrapped: as it is, an age file, a sops document, an entry of another program. */
  readonly format: LocationFormat;
  /** For documents with several values: the keys that lead to this one. */
  readonly key?: readonly string[];
}

export type LocationFormat =
  | "plain"
  | "age"
  | "sops-binary"
  | "sops-json"
  | "sops-yaml"
  | "entry"
  | (string & {});

/** What is known about one stored file without decrypting it. */
export interface StoredFile {
  readonly store: string;
  readonly location: Location;
  readonly secret: boolean;
  /**
   * Identifies the content: a hash for public files, a random revision for secret ones (a hash of a
   * short secret in a public place could be guessed).
   */
  readonly content: string;
  /** Hash of the stored bytes (ciphertext or public value), to notice changes made by others. */
  readonly digest: string;
  /** Whom it is encrypted to, sorted; absent for stores that do not manage recipients. */
  readonly recipients?: readonly string[];
}

/** Why a stored value must be made anew although nothing about its definition changed. */
export interface RotationMark {
  readonly because: "recipient-removed" | "requested" | "changed-outside";
  /** Recipients that could read the value and no longer may. */
  readonly removed?: readonly string[];
  /** Seconds since 1970. */
  readonly since: number;
}

/** The record of one generated instance: what was made, from what, when. Holds no secret. */
export interface StoredGenerator {
  /** Seconds since 1970. */
  readonly created: number;
  readonly fingerprint: Fingerprint;
  readonly files: ReadonlyMap<string, StoredFile>;
  readonly rotate?: RotationMark;
  /** Fields of newer versions, kept as they are. */
  readonly extra?: Readonly<Record<string, Json>>;
}

/** What a result was made from. */
export interface Fingerprint {
  readonly script: string;
  readonly inputs: string;
  readonly validation: string | null;
  /** Content of every staged file, by dependency folder and file. */
  readonly dependencies: ReadonlyMap<string, ReadonlyMap<string, string>>;
}
