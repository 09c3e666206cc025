import { removeKey } from "gen-vars";
import type { Verb } from "../../verb.ts";
import { varsVerb } from "../command.ts";
import { changeKeys } from "./change.ts";
import { refuseDeclared } from "./declared.ts";

/** `den vars keys remove NAME`: takes a key away, or one of its public keys. */
export const verb: Verb = varsVerb({
  define: (command) =>
    command
      .argument("<name>", "the holder")
      .option("--recipient <key>", "only this public key of it")
      .option("--rekey", "encrypt files without it at once, and mark them for rotation"),
  async run(context, [name = ""]) {
    const { options } = context;
    refuseDeclared(context, name);
    const recipient = typeof options.recipient === "string" ? options.recipient : undefined;
    return changeKeys(
      context,
      (keyring) => removeKey(keyring, name, recipient),
      recipient === undefined ? `removed the key ${name}` : `removed a public key of ${name}`,
    );
  },
});
