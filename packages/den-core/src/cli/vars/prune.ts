import { findOrphans, pruneVars } from "gen-vars";
import type { Verb } from "../verb.ts";
import { printJson, varsVerb } from "./command.ts";
import { confirmed } from "./confirm.ts";
import { counted } from "./text.ts";

/** `den vars prune [ID…]`: removes values that no generator declares any more. */
export const verb: Verb = varsVerb({
  define: (command) =>
    command
      .argument("[id...]", "only these")
      .option("--dry-run", "say what would be removed")
      .option("--yes", "remove without asking"),
  async run(context, ids) {
    const { io, vars, options, json } = context;
    const orphans = findOrphans(vars).map(({ id }) => id);
    const chosen = ids.length === 0 ? orphans : ids;
    if (options.dryRun === true || (orphans.length === 0 && ids.length === 0)) {
      if (json) printJson(context, { pruned: [], orphans });
      else if (orphans.length === 0) io.out("nothing is stored that is not declared\n");
      else for (const id of orphans) io.out(`${id}\n`);
      return 0;
    }
    const known = chosen.every((id) => orphans.includes(id));
    if (known) {
      const what = `removes the values of ${counted(chosen.length, "generator")} for good`;
      if (io.input?.isTerminal === true && options.yes !== true)
        for (const id of chosen) io.err(`  ${id}\n`);
      if (!(await confirmed(context, what, chosen))) return 1;
    }
    const pruned = await pruneVars(vars, chosen);
    if (json) printJson(context, { pruned, orphans });
    else io.out(`removed the values of ${counted(pruned.length, "generator")}\n`);
    return 0;
  },
});
