import { located } from "../../config/located.ts";
import { answerWhy } from "../../explain/answer-why.ts";
import { paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { whyLines } from "../tell/why-things.ts";

/** `den why HOST THING`: where something at a host comes from, down to file and line. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("<host>", "a host")
      .argument(
        "<thing>",
        "an aspect, a class, a setting (nginx.port), a policy, a channel, an output, a secret or an option (services.nginx.enable); `policy:x` where a name means several",
      ),
  async run(io, args, options) {
    const { pipeline, locator } = await openFleet(io, options);
    const [host = "", thing = ""] = args;
    const answer = await located(answerWhy(pipeline, host, thing), locator);
    if (options.json === true) io.out(`${JSON.stringify(answer, null, 2)}\n`);
    else {
      const paint = await paintFor(io, options.color !== false);
      for (const line of whyLines(answer, paint)) io.out(`${line}\n`);
    }
    return answer.found || answer.kind === "setting" ? 0 : 1;
  },
};
