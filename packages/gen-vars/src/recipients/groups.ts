import { failure } from "../error/vars-error.ts";
import { compare } from "../model/json.ts";
import type { Keyring } from "./keyring.ts";
import { find, sorted, union, unknown, withoutName } from "./keyring-parts.ts";

/**
 * The keyring with members added to a group, which is made when there is none.
 *
 * @throws VarsError `key-unknown`, `key-duplicate` (a key has that name), `group-cycle`
 */
export function addToGroup(keyring: Keyring, group: string, members: readonly string[]): Keyring {
  if (keyring.keys.some((key) => key.name === group)) {
    throw failure({
      code: "key-duplicate",
      message: `There is a key called ${group} already.`,
      remedy: "Choose another name for the group.",
      culprit: group,
    });
  }
  const names = [...keyring.keys, ...keyring.groups].map((item) => item.name);
  for (const member of members) if (!names.includes(member)) throw unknown(member, "key", names);
  const known = keyring.groups.find((item) => item.name === group);
  const changed = { name: group, members: union(known?.members ?? [], members) };
  const result = { ...keyring, groups: [...keyring.groups.filter((g) => g !== known), changed] };
  groupKeys(result, group);
  return sorted(result);
}

/**
 * The keyring without members of a group; without members given, without the group.
 *
 * @throws VarsError `key-unknown`
 */
export function removeFromGroup(
  keyring: Keyring,
  group: string,
  members?: readonly string[],
): Keyring {
  const known = find(keyring.groups, group, "group");
  if (members === undefined) {
    return withoutName({ ...keyring, groups: keyring.groups.filter((g) => g !== known) }, group);
  }
  for (const member of members) {
    if (!known.members.includes(member)) throw unknown(member, "member", known.members);
  }
  const rest = known.members.filter((member) => !members.includes(member));
  const groups = keyring.groups.map((g) => (g === known ? { name: group, members: rest } : g));
  return { ...keyring, groups };
}

/** The names of all keys in a group, through groups in it; a key stands for itself. */
export function groupKeys(keyring: Keyring, name: string): readonly string[] {
  const found = new Set<string>();
  const stack: { readonly name: string; readonly path: readonly string[] }[] = [{ name, path: [] }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const path = [...item.path, item.name];
    if (item.path.includes(item.name)) {
      throw failure({
        code: "group-cycle",
        message: `Groups contain each other: ${path.slice(path.indexOf(item.name)).join(" → ")}.`,
        remedy: "Remove one of these memberships.",
        culprit: item.name,
        chain: path,
      });
    }
    const group = keyring.groups.find((candidate) => candidate.name === item?.name);
    if (group === undefined) found.add(item.name);
    else for (const member of group.members) stack.push({ name: member, path });
  }
  return [...found].sort(compare);
}
