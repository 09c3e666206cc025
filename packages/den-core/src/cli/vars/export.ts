import { resolve } from "node:path";
import { exportVars } from "gen-vars";
import type { Verb } from "../verb.ts";
import { printJson, varsVerb } from "./command.ts";
import { stoppable } from "./stopping.ts";
import { counted } from "./text.ts";

/** `den vars export DIR`: everything in clear, for a backup or another backend. */
export const verb: Verb = varsVerb({
  reads: true,
  define: (command) => command.argument("<dir>", "a new folder; only you can read what is in it"),
  async run(context, [dir = ""]) {
    const { io, vars, fleet } = context;
    const folder = resolve(io.cwd, dir);
    const files = await stoppable(io, ({ signal }) => exportVars(vars, folder, { signal }));
    if (context.json) printJson(context, { folder, files });
    else {
      io.out(`wrote ${counted(files, "file")} in clear to ${dir}\n`);
      if (folder.startsWith(`${fleet.root}/`))
        io.err("it is inside the fleet's folder: see that it is not committed\n");
    }
    return 0;
  },
});
