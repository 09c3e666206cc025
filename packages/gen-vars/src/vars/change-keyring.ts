import { suggest } from "../error/suggest.ts";
import { refuse, type VarsIssue } from "../error/vars-error.ts";
import { EMPTY_KEYRING, type Keyring } from "../recipients/keyring.ts";
import { keyringPath, parseKeyring, printKeyring } from "../recipients/keyring-file.ts";
import { mergeKeyrings } from "../recipients/merge-keyrings.ts";
import type { Vars } from "./vars.ts";

/**
 * Changes the keys that the repository keeps (not those of the configuration). Files keep their
 * recipients until `rekeyVars`; the plan tells which are wrong until then.
 *
 * @example await changeKeyring(vars, (keys) => addKey(keys, { name: "alice", role: "admin", recipients }));
 * @throws VarsError `locked`, `scope-unknown` (a new key or grant names no scope node), and what the
 * change throws
 */
export async function changeKeyring(
  vars: Vars,
  change: (keyring: Keyring) => Keyring,
): Promise<Keyring> {
  const path = keyringPath(vars.layout);
  return vars.repository.transact(async (transaction) => {
    const before = parseKeyring(vars.repository.read(path), path);
    const next = change(before);
    mergeKeyrings(vars.declaredKeys, next);
    refuse(unknownNodes(vars, next, before));
    await transaction.commit([{ type: "put", path, content: printKeyring(next) }]);
    return next;
  });
}

/** Nodes that keys and grants name and the model does not have; those named before are left out. */
export function unknownNodes(
  vars: Vars,
  keyring: Keyring,
  before: Keyring = EMPTY_KEYRING,
): VarsIssue[] {
  const { scopes } = vars.model;
  const known = new Set(namedNodes(before).map(({ node }) => node));
  return namedNodes(keyring)
    .filter(({ node }) => !known.has(node) && scopes.find(node) === undefined)
    .map(({ node, who }) => ({
      code: "scope-unknown",
      message: `${who} names ${JSON.stringify(node)}, which is no scope node.`,
      remedy: "Name a scope node by its id, name or alias.",
      culprit: node,
      ...suggest(
        node,
        scopes.nodes.flatMap((item) => [item.id, item.name ?? item.id]),
      ),
    }));
}

function namedNodes(keyring: Keyring): { readonly node: string; readonly who: string }[] {
  return [
    ...keyring.keys.flatMap((key) =>
      key.nodes.map((node) => ({ node, who: `The key ${key.name}` })),
    ),
    ...keyring.grants.flatMap(({ to, node }) =>
      node === undefined ? [] : [{ node, who: `A grant to ${to}` }],
    ),
  ];
}
