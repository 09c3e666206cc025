import { normalizeRecipient } from "../age/recipient.ts";
import { failure, refuse, VarsError, type VarsIssue } from "../error/vars-error.ts";
import type { KeyEntry, KeyRole, Keyring } from "./keyring.ts";
import { find, sorted, union, withoutName } from "./keyring-parts.ts";

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
