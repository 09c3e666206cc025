import { addGrant } from "./grants.ts";
import { groupKeys } from "./groups.ts";
import type { Keyring } from "./keyring.ts";
import { sorted, union } from "./keyring-parts.ts";
import { addKey } from "./keys.ts";

/** Both keyrings as one; keys and groups of one name are joined. */
export function mergeKeyrings(a: Keyring, b: Keyring): Keyring {
  const taken = new Set([...a.keys, ...a.groups].map((item) => item.name));
  // What is new is appended: adding one by one would sort for each of ten thousand hosts.
  let result: Keyring = {
    ...a,
    keys: [...a.keys, ...b.keys.filter(({ name }) => !taken.has(name))],
  };
  for (const key of b.keys) if (taken.has(key.name)) result = addKey(result, key);
  const groups = new Map(result.groups.map((group) => [group.name, group.members]));
  for (const { name, members } of b.groups)
    groups.set(name, union(groups.get(name) ?? [], members));
  result = { ...result, groups: [...groups].map(([name, members]) => ({ name, members })) };
  for (const grant of b.grants) result = addGrant(result, grant);
  for (const { name } of result.groups) groupKeys(result, name);
  return sorted(result);
}
