import { removeKey } from "gen-vars";
import type { Verb } from "../../verb.ts";
import { type VarsContext, varsVerb } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { changeKeys } from "./change.ts";
import { refuseDeclared } from "./declared.ts";

/** `den vars keys remove NAME`: takes a key away, or one of its public keys. */
export const verb: Verb = varsVerb({
  define: (command) =>
    command
      .argument("<name>", "the holder")
      .option("--recipient <key>", "only this public key of it")
      .option("--yes", "also the last administrator, without asking")
      .option("--rekey", "encrypt files without it at once, and mark them for rotation"),
  async run(context, [name = ""]) {
    const { options } = context;
    refuseDeclared(context, name);
    if (!(await mayLockOut(context, name))) return 1;
    const recipient = typeof options.recipient === "string" ? options.recipient : undefined;
    return changeKeys(
      context,
      (keyring) => removeKey(keyring, name, recipient),
      recipient === undefined ? `removed the key ${name}` : `removed a public key of ${name}`,
    );
  },
});

/** Without any administrator nobody can add one who reads what is there. */
async function mayLockOut(context: VarsContext, name: string): Promise<boolean> {
  const admins = context.vars.keyring().keys.filter(({ role }) => role === "admin");
  if (admins.length !== 1 || admins[0]?.name !== name) return true;
  return confirmed(context, "leaves nobody who can read everything, or give access to others", [
    name,
  ]);
}
