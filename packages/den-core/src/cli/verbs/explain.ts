import { refuse } from "../../diagnostics/den-error.ts";
import { splitThing } from "../../explain/split-thing.ts";
import { suggestion } from "../../model/reader.ts";
import { hostId } from "../../pipeline/pipeline.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { tellSettings } from "../tell/settings.ts";

/** `den explain HOST ASPECT[.SETTING]`: every setting with its value, who set it where, and what that shadows. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("<host>", "a host")
      .argument("<aspect>", "an aspect, or one setting of it: nginx.port")
      .option("--why", "also the layers that were shadowed, strongest first"),
  async run(io, args, options) {
    const fleet = await openFleet(io, options);
    const { model } = fleet.pipeline;
    const [host = "", thing = ""] = args;
    const id = hostId(model, host);
    const { aspect, path } = splitThing(thing, model.aspects);
    if (aspect === undefined) {
      return refuse("DEN_UNKNOWN_ASPECT", `there is no aspect ${JSON.stringify(thing)}`, {
        remedy: suggestion(thing, model.aspects.keys()),
      });
    }
    await tellSettings(io, fleet, { host, id, aspect, path, why: options.why === true }, options);
    return 0;
  },
};
