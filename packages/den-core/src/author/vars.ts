import type { GeneratorInput, KeyRole } from "gen-vars";
import type { PolicyDeclaration } from "./policy.ts";

/**
 * A generator of values, as gen-vars takes it: `files`, `prompts`, `dependencies`, `runtimeInputs`,
 * `script`, `scope`, `share`, `validation`, `expires`, `rotateAfter`.
 */
export type GeneratorDeclaration = GeneratorInput;

/** Generators of an aspect or a service. */
export interface VarsOfAspect {
  readonly generators?: Readonly<Record<string, GeneratorDeclaration>>;
}

/** Generators of an entity, and the public keys it reads secrets with. */
export interface VarsOfEntity extends VarsOfAspect {
  /** Public keys of a host or a user: `age1…`, `ssh-ed25519 …`. */
  readonly recipients?: readonly string[];
}

/** A place for values: one of den's stores under a name, with its options. */
export interface VarBackend {
  /** @default the backend's own name, where it is one of these */
  readonly type?: "sops" | "age" | "password-store" | "in-repo";
  /** For `sops`: how documents are written. @default "binary", or "yaml" with `per: "scope"` */
  readonly format?: "binary" | "json" | "yaml";
  /** For `sops`: a document for each file, or one for each scope. @default "file" */
  readonly per?: "file" | "scope";
  /** For `password-store`: the folder of its entries. */
  readonly folder?: string;
  /** For `password-store`. @default "pass" */
  readonly program?: "pass" | "passage";
}

/** A holder of keys: one public key, several, or all about it. */
export type KeyDeclaration =
  | string
  | readonly string[]
  | {
      /** @default "admin" */
      readonly role?: KeyRole;
      /** Entities (`host:web1`, or a name that only one has) that it is for; for an admin none means all. */
      readonly at?: readonly string[];
      readonly recipients: readonly string[];
    };

/** Secrets and other generated values of a fleet. */
export interface VarsDeclaration extends VarsOfAspect {
  /** The backend of secrets where no policy chooses one. @default "sops" */
  readonly backend?: string;
  readonly backends?: Readonly<Record<string, VarBackend>>;
  /** Policies about vars: the same as under `policies`. */
  readonly policies?: Readonly<Record<string, PolicyDeclaration>>;
  /** Public keys by the name of their holder, beside those that `den vars keys` keeps. */
  readonly keys?: Readonly<Record<string, KeyDeclaration>>;
  /** Keys that get access together: names of keys and groups. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** The folder of everything that is kept. @default "vars" */
  readonly folder?: string;
  /** Where an installer brings files that are needed before the machine can decrypt. */
  readonly uploadFolder?: string;
}
