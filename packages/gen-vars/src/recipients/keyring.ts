import { normalizeRecipient } from "../age/recipient.ts";
import { suggest } from "../error/suggest.ts";
import { failure, refuse, VarsError, type VarsIssue } from "../error/vars-error.ts";
import { compare } from "../model/json.ts";

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

/** A key before its recipients are checked. */
export interface KeyInput {
  readonly name: string;
  readonly role: KeyRole;
  readonly nodes?: readonly string[];
  readonly recipients: readonly string[];
}

/**
 * The keyring with a key, or with more nodes and recipients for a key it has.
 *
 * @throws VarsError `recipient-invalid` (all of them), `key-duplicate` (another role, or a group's name)
 */
export function addKey(keyring: Keyring, input: KeyInput): Keyring {
  const recipients = checked(input.recipients);
  const known = keyring.keys.find((key) => key.name === input.name);
  const taken = keyring.groups.some((group) => group.name === input.name);
  if (taken || (known !== undefined && known.role !== input.role)) {
    throw failure({
      code: "key-duplicate",
      message: `There is a ${taken ? "group" : `key of role ${known?.role}`} called ${input.name} already.`,
      remedy: "Choose another name.",
      culprit: input.name,
    });
  }
  const key: KeyEntry = {
    name: input.name,
    role: input.role,
    nodes: union(known?.nodes ?? [], input.nodes ?? []),
    recipients: union(known?.recipients ?? [], recipients),
  };
  return sorted({ ...keyring, keys: [...keyring.keys.filter((k) => k !== known), key] });
}

function checked(texts: readonly string[]): string[] {
  const issues: VarsIssue[] = [];
  const recipients = texts.flatMap((text) => {
    try {
      return [normalizeRecipient(text)];
    } catch (error) {
      if (!(error instanceof VarsError)) throw error;
      issues.push(...error.issues);
      return [];
    }
  });
  refuse(issues);
  return recipients;
}

/**
 * The keyring without a key (and its memberships and grants), or without one of its recipients.
 *
 * @throws VarsError `key-unknown`
 */
export function removeKey(keyring: Keyring, name: string, recipient?: string): Keyring {
  const key = find(keyring.keys, name, "key");
  if (recipient !== undefined) {
    const canonical = normalizeRecipient(recipient);
    if (!key.recipients.includes(canonical)) {
      throw failure({
        code: "key-unknown",
        message: `The key ${name} does not have that recipient.`,
        remedy: `It has ${key.recipients.join(", ")}.`,
        culprit: name,
      });
    }
    const rest = key.recipients.filter((item) => item !== canonical);
    const changed = { ...key, recipients: rest };
    return { ...keyring, keys: keyring.keys.map((item) => (item === key ? changed : item)) };
  }
  return withoutName({ ...keyring, keys: keyring.keys.filter((item) => item !== key) }, name);
}

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

/**
 * The keyring with a grant.
 *
 * @throws VarsError `key-unknown`
 */
export function addGrant(keyring: Keyring, grant: Grant): Keyring {
  const names = [...keyring.keys, ...keyring.groups].map((item) => item.name);
  if (!names.includes(grant.to)) throw unknown(grant.to, "key", names);
  return sorted({ ...keyring, grants: [...keyring.grants.filter((g) => !same(g, grant)), grant] });
}

/** The keyring without a grant. */
export function removeGrant(keyring: Keyring, grant: Grant): Keyring {
  return { ...keyring, grants: keyring.grants.filter((item) => !same(item, grant)) };
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

/** Both keyrings as one; keys and groups of one name are joined. */
export function mergeKeyrings(a: Keyring, b: Keyring): Keyring {
  let result = a;
  for (const key of b.keys) result = addKey(result, key);
  const groups = new Map(result.groups.map((group) => [group.name, group.members]));
  for (const { name, members } of b.groups)
    groups.set(name, union(groups.get(name) ?? [], members));
  result = { ...result, groups: [...groups].map(([name, members]) => ({ name, members })) };
  for (const grant of b.grants) result = addGrant(result, grant);
  for (const { name } of result.groups) groupKeys(result, name);
  return sorted(result);
}

function withoutName(keyring: Keyring, name: string): Keyring {
  return {
    keys: keyring.keys,
    groups: keyring.groups.map((group) => ({
      ...group,
      members: group.members.filter((member) => member !== name),
    })),
    grants: keyring.grants.filter((grant) => grant.to !== name),
  };
}

function sorted(keyring: Keyring): Keyring {
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

function same(a: Grant, b: Grant): boolean {
  return grantText(a) === grantText(b);
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort(compare);
}

function find<T extends { readonly name: string }>(
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

function unknown(name: string, what: string, known: readonly string[]): VarsError {
  return failure({
    code: "key-unknown",
    message: `There is no ${what} called ${JSON.stringify(name)}.`,
    remedy: known.length === 0 ? `There is no ${what} at all yet.` : `Known: ${known.join(", ")}.`,
    culprit: name,
    ...suggest(name, known),
  });
}
