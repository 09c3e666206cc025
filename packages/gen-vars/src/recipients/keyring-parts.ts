import { suggest } from "../error/suggest.ts";
import { failure, type VarsError } from "../error/vars-error.ts";
import { compare } from "../model/json.ts";
import type { Grant, Keyring } from "./keyring.ts";

/** The keyring without memberships and grants of a name. */
export function withoutName(keyring: Keyring, name: string): Keyring {
  return {
    keys: keyring.keys,
    groups: keyring.groups.map((group) => ({
      ...group,
      members: group.members.filter((member) => member !== name),
    })),
    grants: keyring.grants.filter((grant) => grant.to !== name),
  };
}

/** The keyring in its one order. */
export function sorted(keyring: Keyring): Keyring {
  const byName = (a: { name: string }, b: { name: string }): number => compare(a.name, b.name);
  return {
    keys: [...keyring.keys].sort(byName),
    groups: [...keyring.groups].sort(byName),
    grants: [...keyring.grants].sort((a, b) => compare(grantText(a), grantText(b))),
  };
}

function grantText({ to, node, generator, file }: Grant): string {
  return JSON.stringify([to, node ?? null, generator ?? null, file ?? null]);
}

/** Whether two grants are the same. */
export function sameGrant(a: Grant, b: Grant): boolean {
  return grantText(a) === grantText(b);
}

/** Both lists as one, sorted. */
export function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort(compare);
}

/** The key or group of a name. @throws VarsError `key-unknown` */
export function find<T extends { readonly name: string }>(
  items: readonly T[],
  name: string,
  what: string,
): T {
  const found = items.find((item) => item.name === name);
  if (found === undefined)
    throw unknown(
      name,
      what,
      items.map((item) => item.name),
    );
  return found;
}

/** There is no key or group of that name. */
export function unknown(name: string, what: string, known: readonly string[]): VarsError {
  return failure({
    code: "key-unknown",
    message: `There is no ${what} called ${JSON.stringify(name)}.`,
    remedy: known.length === 0 ? `There is no ${what} at all yet.` : `Known: ${known.join(", ")}.`,
    culprit: name,
    ...suggest(name, known),
  });
}
