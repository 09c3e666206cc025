import { generateVars, type WorkRequest } from "gen-vars";
import type { Verb } from "../verb.ts";
import { collect, listOf, varsVerb } from "./command.ts";
import { produce } from "./produce.ts";
import { runOptions } from "./run-options.ts";
import { selectInstances } from "./select.ts";

/** `den vars generate [HOST…]`: makes what is missing or stale, with what it needs and what follows. */
export const verb: Verb = varsVerb({
  define: (command) =>
    runOptions(
      command
        .argument("[host...]", "only what these hosts (or other scopes) need")
        .option("-g, --generator <name>", "only this generator (may be repeated)", collect)
        .option("--regenerate", "make it anew though it is fine; of a host, what is its own"),
    ),
  run(context, hosts) {
    const { vars, options } = context;
    const regenerate = options.regenerate === true;
    // Renewing a host must not renew the fleet's authority, on which all other hosts depend.
    const generators = listOf(options, "generator");
    const reach = regenerate ? "own" : "needed";
    const instances = selectInstances(vars, hosts, generators, reach);
    const request: WorkRequest = {
      regenerate,
      ...(instances === undefined ? {} : { instances }),
    };
    return produce(context, request, (run) => generateVars(vars, run));
  },
});
