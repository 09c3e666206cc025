import type { NixSymbol } from "gen-nix";
import type { Infer } from "gen-schema";

/** Any JSON value. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A record of JSON Schemas, one a setting. */
export type SettingsDeclaration = Readonly<Record<string, unknown>>;

/** The values that an aspect's content sees, from its `settings` declaration. */
export type SettingsOf<S> = 0 extends 1 & S
  ? NixSymbol
  : [unknown] extends [S]
    ? Readonly<Record<string, unknown>>
    : S extends Readonly<Record<string, unknown>>
      ? { readonly [Key in keyof S]: Infer<S[Key]> }
      : unknown;
