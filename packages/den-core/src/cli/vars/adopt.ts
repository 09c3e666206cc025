import { adoptVars, findInstance } from "gen-vars";
import type { Verb } from "../verb.ts";
import { printJson, varsVerb } from "./command.ts";

/** `den vars adopt OLD NEW`: a renamed or moved generator takes over the values it had. */
export const verb: Verb = varsVerb({
  define: (command) =>
    command
      .argument("<old>", "what is stored and no longer declared, by its id")
      .argument("<new>", "the generator that takes its values"),
  async run(context, [old = "", text = ""]) {
    const { io, vars } = context;
    const instance = findInstance(vars.model, text);
    await adoptVars(vars, old, instance);
    if (context.json) printJson(context, { from: old, to: instance.id });
    else io.out(`${instance.id} has the values of ${old} now\n`);
    return 0;
  },
});
