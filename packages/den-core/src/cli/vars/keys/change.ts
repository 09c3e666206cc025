import { changeKeyring, type Keyring, type RekeyedFile, rekeyVars } from "gen-vars";
import { printJson, type VarsContext } from "../command.ts";
import { readerNames } from "../readers.ts";
import { tellRekeyed } from "../rekey.ts";
import { counted, someOf } from "../text.ts";

/** Changes the keys that the fleet keeps, and says (or does, with `--rekey`) what follows for files. */
export async function changeKeys(
  context: VarsContext,
  change: (keyring: Keyring) => Keyring,
  done: string,
): Promise<number> {
  const { io, vars, options } = context;
  // Asked for before: who is removed has no name afterwards.
  const names = readerNames(vars);
  await changeKeyring(vars, change);
  const now = options.rekey === true;
  let files: readonly RekeyedFile[];
  try {
    files = await rekeyVars(vars, { dryRun: !now });
  } catch (error) {
    io.err(`${done}; the files were not encrypted anew:\n`);
    throw error;
  }
  if (context.json) {
    printJson(context, { done, rekeyed: now, files });
    return 0;
  }
  io.out(`${done}\n`);
  if (files.length === 0) return 0;
  if (now) tellRekeyed(context, files, false, names);
  else {
    const ids = files.map(({ id }) => id);
    io.out(
      `${counted(ids.length, "file")} to encrypt anew with \`den vars rekey\`: ${someOf(ids, 6)}\n`,
    );
  }
  return 0;
}
