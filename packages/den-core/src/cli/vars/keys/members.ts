import { addToGroup, EMPTY_KEYRING, type Keyring, mergeKeyrings, removeFromGroup } from "gen-vars";
import { compareNames } from "../../../model/names.ts";
import type { Verb } from "../../verb.ts";
import { type VarsContext, varsVerb } from "../command.ts";
import { changeKeys } from "./change.ts";
import { refuseDeclared } from "./declared.ts";

/** `den vars keys group add GROUP MEMBER…` */
export const addMembers: Verb = varsVerb({
  define: (command) =>
    command
      .argument("<group>", "the group; made when there is none")
      .argument("<member...>", "keys or groups")
      .option("--rekey", "encrypt files for them at once"),
  async run(context, [group = "", ...members]) {
    return changeKeys(
      context,
      (keyring) => joined(context, keyring, group, members),
      `${members.join(", ")} ${members.length === 1 ? "is" : "are"} in the group ${group}`,
    );
  },
});

/** `den vars keys group remove GROUP [MEMBER…]` */
export const removeMembers: Verb = varsVerb({
  define: (command) =>
    command
      .argument("<group>", "the group")
      .argument("[member...]", "who leaves it; without any the group goes")
      .option("--rekey", "encrypt files without them at once, and mark them for rotation"),
  async run(context, [group = "", ...members]) {
    refuseDeclared(context, group);
    const who = members.length === 0 ? undefined : members;
    return changeKeys(
      context,
      (keyring) => removeFromGroup(keyring, group, who),
      who === undefined
        ? `removed the group ${group}`
        : `${who.join(", ")} ${who.length === 1 ? "is" : "are"} no longer in the group ${group}`,
    );
  },
});

/** Members may be keys of the configuration, which the kept keys do not have. */
function joined(
  { vars }: VarsContext,
  keyring: Keyring,
  group: string,
  members: readonly string[],
): Keyring {
  addToGroup(mergeKeyrings(vars.declaredKeys, keyring), group, members);
  const known = keyring.groups.find(({ name }) => name === group);
  const all = [...new Set([...(known?.members ?? []), ...members])].sort(compareNames);
  const groups = [...keyring.groups.filter((one) => one !== known), { name: group, members: all }];
  return mergeKeyrings({ ...keyring, groups }, EMPTY_KEYRING);
}
