import { located } from "../../config/located.ts";
import { refuse } from "../../diagnostics/den-error.ts";
import { settingsAt } from "../../explain/settings-at.ts";
import { splitThing } from "../../explain/split-thing.ts";
import { suggestion } from "../../model/reader.ts";
import { hostId } from "../../pipeline/pipeline.ts";
import { paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { settingLines } from "../tell/settings.ts";

/** `den explain HOST ASPECT[.SETTING]`: every setting with its value, who set it where, and what that shadows. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("<host>", "a host")
      .argument("<aspect>", "an aspect, or one setting of it: nginx.port")
      .option("--why", "also the layers that were shadowed, strongest first"),
  async run(io, args, options) {
    const { pipeline, locator } = await openFleet(io, options);
    const { model } = pipeline;
    const [host = "", thing = ""] = args;
    hostId(model, host);
    const { aspect, path } = splitThing(thing, model.aspects);
    if (aspect === undefined) {
      return refuse("DEN_UNKNOWN_ASPECT", `there is no aspect ${JSON.stringify(thing)}`, {
        remedy: suggestion(thing, model.aspects.keys()),
      });
    }
    const answer = await located(settingsAt(pipeline, host, aspect, path), locator);
    if (options.json === true) io.out(`${JSON.stringify(answer, null, 2)}\n`);
    else {
      const paint = await paintFor(io, options.color !== false);
      for (const line of settingLines(answer, options.why === true, paint)) io.out(`${line}\n`);
    }
    return 0;
  },
};
