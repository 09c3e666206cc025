import { entityId } from "../../model/names.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { printEntities } from "./query.ts";

/** `den hosts`: every host with its system, environment and tags. */
export const verb: Verb = {
  define: (command) => command.option("--names", "names only, one a line"),
  async run(io, _args, options) {
    const fleet = await openFleet(io, options);
    const ids = fleet.pipeline.model.hostNames.map((name) => entityId("host", name));
    printEntities(io, fleet, ids, ["name", "system", "class", "environment", "tags"], options);
    return 0;
  },
};
