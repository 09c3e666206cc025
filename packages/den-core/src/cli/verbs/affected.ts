import { diffPlans } from "../../diff/diff-plans.ts";
import type { Verb } from "../main.ts";
import { planOf } from "../plan-of.ts";

/** `den affected A [B]`: the names of the hosts whose outputs change, one a line. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("<before>", "a plan.json, a git revision, or a folder with a fleet")
      .argument("[after]", "the same (default: the fleet here)"),
  async run(io, args, options) {
    const [a, b] = args;
    const { affected } = diffPlans(await planOf(a, io, options), await planOf(b, io, options));
    if (options.json === true) io.out(`${JSON.stringify(affected, null, 2)}\n`);
    else for (const name of affected) io.out(`${name}\n`);
    return 0;
  },
};
