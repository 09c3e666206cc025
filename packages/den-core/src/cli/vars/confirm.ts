import { refuse } from "../../diagnostics/den-error.ts";
import type { VarsContext } from "./command.ts";
import { cancelled } from "./stopping.ts";
import { someOf } from "./text.ts";

/**
 * Goes on when values may be replaced or removed: with `--yes`, or when somebody at the terminal says so.
 *
 * @param what What would happen, as a sentence without its end
 * @returns whether to go on
 * @throws DenError `DEN_UNCONFIRMED` where nobody can be asked
 */
export async function confirmed(
  { io, options }: VarsContext,
  what: string,
  ids: readonly string[],
): Promise<boolean> {
  if (options.yes === true) return true;
  if (io.input?.isTerminal !== true) {
    return refuse("DEN_UNCONFIRMED", `this ${what}: ${someOf(ids)}`, {
      remedy: "say --yes if that is wanted",
    });
  }
  const answer = await io.input.ask({ text: `This ${what}. Go on? [y/N] ` });
  if (answer === undefined) throw cancelled();
  if (/^\s*y(es)?\s*$/i.test(answer)) return true;
  io.err("nothing was changed\n");
  return false;
}
