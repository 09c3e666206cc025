import { entityId } from "../../model/names.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { table } from "../table.ts";

/** `den tags`: every tag with the hosts that carry it. */
export const verb: Verb = {
  define: (command) => command,
  async run(io, _args, options) {
    const { pipeline } = await openFleet(io, options);
    const found = new Map<string, string[]>(
      [...pipeline.model.tags.keys()].map((tag) => [tag, []]),
    );
    for (const name of pipeline.model.hostNames) {
      for (const tag of pipeline.evaluator.get(pipeline.topology.tags, entityId("host", name))) {
        found.set(tag, [...(found.get(tag) ?? []), name]);
      }
    }
    const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
    if (options.json === true) io.out(`${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
    else
      io.out(
        table(
          ["tag", "hosts"],
          sorted.map(([tag, hosts]) => [tag, hosts.join(" ") || "-"]),
        ),
      );
    return 0;
  },
};
