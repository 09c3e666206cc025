import { failure } from "../error/vars-error.ts";
import { isHidden } from "../model/generator.ts";
import type { ScriptResult } from "./run-script.ts";
import type { GeneratorTask, Workshop } from "./workshop.ts";

/** Whether anything that a script is given or makes is secret. */
function touchesSecrets({ instance }: GeneratorTask): boolean {
  const { files, prompts } = instance.generator;
  return (
    [...files.values()].some((file) => file.secret) ||
    [...prompts.values()].some(isHidden) ||
    instance.dependencies.some(
      ({ on, access }) =>
        access === "all" && [...on.generator.files.values()].some((file) => file.secret),
    )
  );
}

/**
 * Why a script did not end well. What it printed is told only when it handles no secrets, or when that
 * was asked for.
 */
export function scriptError(task: GeneratorTask, result: ScriptResult, workshop: Workshop): Error {
  const { id } = task.instance;
  const { limits } = workshop;
  switch (result.end) {
    case "timeout":
      return failure({
        code: "script-timeout",
        message: `The script of ${id} ran longer than ${limits.timeoutSeconds} seconds and was stopped.`,
        remedy: "Make it faster (it has no network and no terminal), or raise the limit.",
        culprit: id,
      });
    case "too-much-output":
      return failure({
        code: "script-output-too-large",
        message: `The script of ${id} printed more than ${limits.outputBytes} bytes and was stopped.`,
        remedy: "Print less; files belong into $out.",
        culprit: id,
      });
    case "cancelled":
      return failure({
        code: "cancelled",
        message: `The run was cancelled while ${id} ran.`,
        remedy: "Nothing of it was stored; start it again.",
        culprit: id,
      });
    default: {
      // 128 + SIGXFSZ: the shell reports a child that hit the limit on file sizes.
      if (result.signal === "SIGXFSZ" || result.code === 153) {
        return failure({
          code: "script-output-too-large",
          message: `The script of ${id} wrote a file larger than ${limits.fileBytes} bytes and was stopped.`,
          remedy: "Write less, or raise the limit.",
          culprit: id,
        });
      }
      const how = result.signal === null ? `code ${result.code}` : `signal ${result.signal}`;
      const shown = workshop.showOutput || !touchesSecrets(task);
      const lines = result.output.trimEnd().split("\n").slice(-20).join("\n");
      const printed = result.output.trim() === "" ? " It printed nothing." : "";
      return failure({
        code: "script-failed",
        message: `The script of ${id} ended with ${how}.${printed !== "" ? printed : shown ? ` It printed:\n${lines}\n` : ""}`,
        remedy:
          printed !== "" || shown
            ? "Mend the script."
            : "What it printed is withheld, because it handles secrets; ask for it to be shown to see it.",
        culprit: id,
      });
    }
  }
}
