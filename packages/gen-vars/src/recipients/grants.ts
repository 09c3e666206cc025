import type { Grant, Keyring } from "./keyring.ts";
import { sameGrant, sorted, unknown } from "./keyring-parts.ts";

/**
 * The keyring with a grant.
 *
 * @throws VarsError `key-unknown`
 */
export function addGrant(keyring: Keyring, grant: Grant): Keyring {
  const names = [...keyring.keys, ...keyring.groups].map((item) => item.name);
  if (!names.includes(grant.to)) throw unknown(grant.to, "key", names);
  return sorted({
    ...keyring,
    grants: [...keyring.grants.filter((g) => !sameGrant(g, grant)), grant],
  });
}

/** The keyring without a grant. */
export function removeGrant(keyring: Keyring, grant: Grant): Keyring {
  return { ...keyring, grants: keyring.grants.filter((item) => !sameGrant(item, grant)) };
}
