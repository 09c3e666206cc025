import { toDot, toMermaid } from "den-diagram";
import { type VarsGraph, varsGraph } from "gen-vars";
import { generatorsPicture, resolvedGenerators } from "../../diagram/vars.ts";
import { type Format, formatOf } from "../graph/format.ts";
import { mermaidWarning } from "../graph/render.ts";
import type { Verb } from "../verb.ts";
import { printJson, varsVerb } from "./command.ts";
import { selectInstances } from "./select.ts";

const FORMATS: readonly Format[] = ["mermaid", "dot", "json"];

/** `den vars graph`: generators, and arrows to what they depend on. */
export const verb: Verb = varsVerb({
  reads: true,
  define: (command) =>
    command
      .argument("[host...]", "only what these hosts (or other scopes) need")
      .option("--format <format>", "mermaid, dot or json (default: mermaid)"),
  async run(context, hosts) {
    const { vars, io, options, fleet, json } = context;
    const format = formatOf({ format: options.format, json }, "mermaid", FORMATS);
    const chosen = selectInstances(vars, hosts, [], "needed");
    if (format === "json") {
      const ids = chosen?.map(({ id }) => id);
      printJson(context, part(varsGraph(vars.model), ids));
    } else {
      const { pipeline } = fleet;
      const generators = resolvedGenerators(chosen ?? vars.model.instances);
      const picture = generatorsPicture(
        pipeline,
        generators,
        `Generators of ${pipeline.model.name}`,
      );
      const warning = mermaidWarning(picture, format);
      if (warning !== undefined) io.err(`${warning}\n`);
      io.out(format === "dot" ? toDot(picture) : toMermaid(picture));
    }
    return 0;
  },
});

function part(graph: VarsGraph, ids: readonly string[] | undefined): VarsGraph {
  if (ids === undefined) return graph;
  const chosen = new Set(ids);
  return {
    nodes: graph.nodes.filter(({ id }) => chosen.has(id)),
    edges: graph.edges.filter(({ from, to }) => chosen.has(from) && chosen.has(to)),
  };
}
