import { type Command, InvalidArgumentError } from "commander";
import type { GenerateOptions } from "gen-vars";
import type { VarsContext } from "./command.ts";

/** The options of commands that run generators. */
export function runOptions(command: Command): Command {
  return command
    .option("--dry-run", "say what would be done; ask nothing, change nothing")
    .option("--yes", "replace existing values without asking")
    .option("--answers <file>", "answers to prompts, as JSON or YAML: { ID: { PROMPT: text } }")
    .option("--no-sandbox", "run scripts without bubblewrap: they can read what you can")
    .option("--keep-going", "store each result as soon as it is there, and go on after failures")
    .option(
      "--jobs <n>",
      "how many scripts run at once (default: one for each processor)",
      positive,
    )
    .option("--timeout <seconds>", "how long a script may run (default: 300)", positive)
    .option("--show-output", "show what failing scripts printed, though it may hold secrets");
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0) || !Number.isFinite(number))
    throw new InvalidArgumentError("Not a number above 0.");
  return number;
}

/** What these options mean to gen-vars. */
export function scriptOptions({ io, options }: VarsContext): GenerateOptions {
  const { PATH } = io.env;
  return {
    sandbox: options.sandbox === false ? "off" : "required",
    commit: options.keepGoing === true ? "each" : "together",
    showOutput: options.showOutput === true,
    ...(PATH === undefined ? {} : { path: PATH }),
    ...(typeof options.jobs === "number" ? { parallel: Math.ceil(options.jobs) } : {}),
    ...(typeof options.timeout === "number" ? { limits: { timeoutSeconds: options.timeout } } : {}),
  };
}
