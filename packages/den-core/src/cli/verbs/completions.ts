import { refuse } from "../../diagnostics/den-error.ts";
import { suggestion } from "../../model/reader.ts";
import { bashCompletions } from "../completions/bash.ts";
import { commandTree } from "../completions/command-tree.ts";
import { fishCompletions } from "../completions/fish.ts";
import { zshCompletions } from "../completions/zsh.ts";
import { VERBS } from "../help.ts";
import { LOADERS, type Verb } from "../main.ts";

const SHELLS = ["bash", "zsh", "fish"];

/** `den completions SHELL`: a script for the shell. It needs no fleet. */
export const verb: Verb = {
  define: (command) => command.argument("<shell>", "bash, zsh or fish"),
  async run(io, [shell = ""], options) {
    if (!SHELLS.includes(shell)) {
      return refuse("DEN_USAGE", `there are no completions for ${JSON.stringify(shell)}`, {
        remedy: suggestion(shell, SHELLS),
      });
    }
    const tree = await commandTree(VERBS, (name) => (LOADERS[name] as (typeof LOADERS)[string])());
    const bash = bashCompletions(tree);
    const script =
      shell === "fish" ? fishCompletions(tree) : shell === "zsh" ? zshCompletions(bash) : bash;
    io.out(options.json === true ? `${JSON.stringify({ shell, script }, null, 2)}\n` : script);
    return 0;
  },
};
