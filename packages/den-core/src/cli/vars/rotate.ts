import { type Instance, markForRotation, rotateVars, VarsError, type VarsIssue } from "gen-vars";
import { refuse } from "../../diagnostics/den-error.ts";
import type { Verb } from "../verb.ts";
import { printJson, type VarsContext, varsVerb } from "./command.ts";
import { produce } from "./produce.ts";
import { runOptions } from "./run-options.ts";
import { findGenerators } from "./select.ts";
import { counted } from "./text.ts";

/** `den vars rotate [NAME…]`: makes anew what is expired, due or marked, or what is named. */
export const verb: Verb = varsVerb({
  define: (command) =>
    runOptions(
      command
        .argument("[name...]", "generators by name or id, at every scope or at one")
        .option("--mark", "only mark them, for instance because they leaked; make nothing yet"),
    ),
  async run(context, names) {
    const { vars, options } = context;
    const instances = names.length === 0 ? undefined : named(context, names);
    if (options.mark === true) return mark(context, instances);
    if (instances !== undefined) {
      return produce(context, { instances, regenerate: true }, (run) => rotateVars(vars, run));
    }
    const stale = ["expired", "rotation-due", "rotation-marked"] as const;
    return produce(
      context,
      { stale },
      ({ instances: _, regenerate: __, ...run }) => rotateVars(vars, run),
      "nothing is due",
    );
  },
});

function named({ vars }: VarsContext, names: readonly string[]): Instance[] {
  const found = new Set<Instance>();
  const issues: VarsIssue[] = [];
  for (const name of names) {
    try {
      for (const one of findGenerators(vars, name)) found.add(one);
    } catch (error) {
      if (!(error instanceof VarsError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw new VarsError(issues as [VarsIssue, ...VarsIssue[]]);
  return [...found];
}

async function mark(context: VarsContext, instances: Instance[] | undefined): Promise<number> {
  if (instances === undefined) {
    return refuse("DEN_USAGE", "den vars rotate --mark needs the names of what to mark");
  }
  await markForRotation(context.vars, instances);
  const marked = instances.map(({ id }) => id);
  if (context.json) printJson(context, { marked });
  else
    context.io.out(
      `marked ${counted(marked.length, "generator")}: \`den vars rotate\` makes ${marked.length === 1 ? "it" : "them"} anew\n`,
    );
  return 0;
}
