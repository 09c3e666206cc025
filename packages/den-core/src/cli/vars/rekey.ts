import { type RekeyedFile, rekeyVars } from "gen-vars";
import { table } from "../table.ts";
import type { Verb } from "../verb.ts";
import { printJson, type VarsContext, varsVerb } from "./command.ts";
import { readerNames } from "./readers.ts";
import { selectInstances } from "./select.ts";
import { counted } from "./text.ts";

/** `den vars rekey [HOST…]`: encrypts exactly those files anew that others shall read now. */
export const verb: Verb = varsVerb({
  define: (command) =>
    command
      .argument("[host...]", "only what these hosts (or other scopes) need")
      .option("--dry-run", "say what would be done"),
  async run(context, hosts) {
    const { io, vars, options } = context;
    const instances = selectInstances(vars, hosts, [], "needed");
    const dryRun = options.dryRun === true;
    const files = await rekeyVars(vars, {
      dryRun,
      ...(instances === undefined ? {} : { instances }),
    });
    if (context.json) printJson(context, { dryRun, files });
    else if (files.length === 0) io.out("everything is encrypted for the right readers\n");
    else tellRekeyed(context, files, dryRun);
    return 0;
  },
});

/** The files whose readers change, as a table with a line below it. */
export function tellRekeyed(
  { io, vars }: Pick<VarsContext, "io" | "vars">,
  files: readonly RekeyedFile[],
  dryRun: boolean,
  names: (recipients: readonly string[]) => string[] = readerNames(vars),
): void {
  const rows = files.map(({ id, added, removed, moved }) => [
    id,
    names(added).join(", ") || "-",
    names(removed).join(", ") || "-",
    ...(moved === undefined ? [] : [`${moved.from} → ${moved.to}`]),
  ]);
  io.out(table(["file", "can read now", "no longer", "moved"], rows));
  io.out(`${dryRun ? "would encrypt" : "encrypted"} ${counted(files.length, "file")} anew\n`);
  if (!dryRun && files.some(({ removed }) => removed.length > 0)) {
    io.out("who was removed may have kept the values: `den vars rotate` makes new ones\n");
  }
}
