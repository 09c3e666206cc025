import { findVar, getVar } from "gen-vars";
import type { Verb } from "../verb.ts";
import { printJson, varsVerb } from "./command.ts";

/** `den vars get FILE`: the value as it is, and nothing else; on a terminal its last line is ended. */
export const verb: Verb = varsVerb({
  reads: true,
  define: (command) => command.argument("<file>", "for example web1/wireguard/private"),
  async run(context, [text = ""]) {
    const { io, vars } = context;
    const { id, instance, file } = findVar(vars.model, text);
    const value = Buffer.from(await getVar(vars, instance, file));
    if (context.json) {
      const plain = value.toString();
      const isText = Buffer.from(plain).equals(value);
      printJson(context, {
        id,
        encoding: isText ? "utf8" : "base64",
        value: isText ? plain : value.toString("base64"),
      });
      return 0;
    }
    if (io.outBytes === undefined) io.out(value.toString());
    else io.outBytes(value);
    if (io.isTerminal && value.at(-1) !== 10) io.out("\n");
    return 0;
  },
});
