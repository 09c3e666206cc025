import type { Vars } from "gen-vars";

/** Tells recipients by the names of their keys, in whatever form a store has them. */
export function readerNames(vars: Vars): (recipients: readonly string[]) => string[] {
  const names = new Map<string, string>();
  for (const { name, recipients } of vars.keyring().keys) {
    for (const recipient of recipients) {
      names.set(recipient, name);
      for (const store of vars.stores.values())
        names.set(store.recipient?.(recipient) ?? recipient, name);
    }
  }
  const nameOf = (recipient: string): string => names.get(recipient) ?? shortRecipient(recipient);
  return (recipients) => [...new Set(recipients.map(nameOf))];
}

/** A public key, short enough for a table. */
export function shortRecipient(recipient: string): string {
  return recipient.length > 24 ? `${recipient.slice(0, 14)}…${recipient.slice(-6)}` : recipient;
}
