import type { FileAudit, Vars } from "gen-vars";
import { instanceOfId } from "../../vars/declared-at.ts";

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

/** Who reads a secret whose store knows no recipients; `undefined` for other stores. */
export function openedBy(vars: Vars, { id, store }: FileAudit): string | undefined {
  const instance = instanceOfId(vars.model, id);
  const file = instance?.generator.files.get(id.slice(id.lastIndexOf("/") + 1));
  if (instance === undefined || file === undefined) return undefined;
  try {
    const kept = vars.stores.get(store ?? "") ?? vars.storeFor(instance, file);
    return kept.hasRecipients ? undefined : `whoever can open ${kept.name}`;
  } catch {
    // Without a store nobody can: `den vars check` tells.
    return undefined;
  }
}
