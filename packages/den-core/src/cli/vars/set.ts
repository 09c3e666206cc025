import { findVar, impactOf, setVar, VarsError } from "gen-vars";
import { refuse } from "../../diagnostics/den-error.ts";
import type { Verb } from "../verb.ts";
import { printJson, type VarsContext, varsVerb } from "./command.ts";
import { cancelled } from "./stopping.ts";
import { counted } from "./text.ts";

/** `den vars set FILE`: stores a value that was made elsewhere. It never stands on the command line. */
export const verb: Verb = varsVerb({
  define: (command) =>
    command
      .argument("<file>", "for example web1/wireguard/private; what comes in is stored exactly")
      .option("--multiline", "type several lines")
      .option("--allow-empty", "store a value of no bytes"),
  async run(context, [text = ""]) {
    const { io, vars, options } = context;
    const { id, instance, file } = findVar(vars.model, text);
    const declared = instance.generator.files.get(file);
    if (declared?.template !== undefined) {
      throw new VarsError([
        {
          code: "invalid-value",
          message: `${id} is a template and follows from other values.`,
          remedy: "set those",
          culprit: id,
        },
      ]);
    }
    const value = await valueFor(context, id, declared?.secret ?? true);
    if (value.length === 0 && options.allowEmpty !== true) {
      refuse("DEN_VARS_INVALID_VALUE", `the value for ${id} is empty`, {
        remedy: "hand one over on standard input; --allow-empty stores it as it is",
      });
    }
    await setVar(vars, instance, file, value);
    const stale = impactOf(vars.model, [instance]).map((one) => one.id);
    if (context.json) printJson(context, { id, bytes: value.length, dependents: stale });
    else {
      io.out(`stored ${id} (${counted(value.length, "byte")})\n`);
      if (stale.length > 0)
        io.out(
          `${counted(stale.length, "generator")} may follow from it: see \`den vars check\`\n`,
        );
    }
    return 0;
  },
});

async function valueFor(
  { io, options }: VarsContext,
  id: string,
  secret: boolean,
): Promise<Uint8Array> {
  const { input } = io;
  if (input === undefined) return new Uint8Array();
  if (!input.isTerminal) return input.readAll();
  const lines = options.multiline === true;
  const how = [
    ...(secret ? ["not shown"] : []),
    ...(lines ? ["end with a line that holds only a dot, or with Ctrl-D"] : []),
  ];
  const answer = await input.ask({
    text: `${id}${how.length === 0 ? "" : ` (${how.join("; ")})`}:${lines ? "\n" : " "}`,
    hidden: secret,
    lines,
  });
  if (answer === undefined) throw cancelled();
  return Buffer.from(answer);
}
