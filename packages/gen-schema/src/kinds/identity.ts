import { canonical } from "../data/canonical.ts";
import { isPlain, own, put } from "../data/plain.ts";
import { refuse } from "../problems/schema-error.ts";
import type { Kind } from "./define-kind.ts";

/** Who an instance is: a value, or for a kind with several identity keys a record of them. */
export type IdentityKey = string | number | boolean | Readonly<Record<string, unknown>>;

/**
 * The identity of an instance as a text: the kind, a colon, and the canonical JSON of its identity
 * keys. It depends on nothing else: not on the order of keys or of declarations, nor on the run.
 *
 * @param key the value of the identity key; for several keys (or as well for one) a record that has
 * them, such as the instance itself: what else it has does not count.
 * @throws SchemaError `identity-missing` for a key that is not there, `not-canonical` for one that is
 * no JSON data.
 */
export function identityOf(kind: Kind, key: unknown): string {
  const keys: Record<string, unknown> = {};
  for (const name of kind.identity) {
    const value = isPlain(key) ? own(key, name) : kind.identity.length === 1 ? key : undefined;
    if (value === undefined || value === null) {
      refuse({
        code: "identity-missing",
        path: [name],
        message: `An instance of ${JSON.stringify(kind.name)} needs ${JSON.stringify(name)}, which is part of its identity`,
        expected: "a value",
        got: String(value),
      });
    }
    put(keys, name, value);
  }
  return `${kind.name}:${canonical(keys)}`;
}

/** The identity for people: `host web1`, `user {"host":"web1","name":"alice"}`. */
export function showIdentity(kind: Kind, value: unknown): string {
  const [only] = kind.identity;
  const key = isPlain(value) && only !== undefined ? own(value, only) : value;
  if (kind.identity.length === 1) return `${kind.name} ${String(key)}`;
  return identityOf(kind, value).replace(":", " ");
}
