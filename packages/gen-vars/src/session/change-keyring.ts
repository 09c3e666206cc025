import { type Keyring, mergeKeyrings } from "../recipients/keyring.ts";
import { keyringPath, parseKeyring, printKeyring } from "../recipients/keyring-file.ts";
import type { Vars } from "./vars.ts";

/**
 * Changes the keys that the repository keeps (not those of the configuration). Files keep their
 * recipients until `rekeyVars`; the plan tells which are wrong until then.
 *
 * @example await changeKeyring(vars, (keys) => addKey(keys, { name: "alice", role: "admin", recipients }));
 * @throws VarsError `locked`, and what the change throws
 */
export async function changeKeyring(
  vars: Vars,
  change: (keyring: Keyring) => Keyring,
): Promise<Keyring> {
  const path = keyringPath(vars.layout);
  return vars.repository.transact(async (transaction) => {
    const next = change(parseKeyring(vars.repository.read(path), path));
    mergeKeyrings(vars.declaredKeys, next);
    await transaction.commit([{ type: "put", path, content: printKeyring(next) }]);
    return next;
  });
}
