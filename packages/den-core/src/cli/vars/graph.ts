import { type VarsGraph, varsGraph } from "gen-vars";
import { refuse } from "../../diagnostics/den-error.ts";
import { suggestion } from "../../model/reader.ts";
import type { Verb } from "../verb.ts";
import { printJson, varsVerb } from "./command.ts";
import { selectInstances } from "./select.ts";

const FORMATS = ["mermaid", "dot", "json"];

/** `den vars graph`: generators, and arrows to what they depend on. */
export const verb: Verb = varsVerb({
  reads: true,
  define: (command) =>
    command
      .argument("[host...]", "only what these hosts (or other scopes) need")
      .option("--format <format>", "mermaid, dot or json", "mermaid"),
  async run(context, hosts) {
    const { vars, io, options } = context;
    const format = context.json ? "json" : String(options.format);
    if (!FORMATS.includes(format)) {
      return refuse("DEN_USAGE", `there is no format ${JSON.stringify(format)}`, {
        remedy: suggestion(format, FORMATS),
      });
    }
    const chosen = selectInstances(vars, hosts, [], "needed");
    const graph = part(
      varsGraph(vars.model),
      chosen?.map(({ id }) => id),
    );
    if (format === "json") printJson(context, graph);
    else io.out(format === "dot" ? dotText(graph) : mermaidText(graph));
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

/** Nodes by their scopes, and short names for them. */
function named({ nodes }: VarsGraph) {
  const scopes = new Map<string, VarsGraph["nodes"][number][]>();
  for (const node of nodes) scopes.set(node.scope, [...(scopes.get(node.scope) ?? []), node]);
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`] as const));
  return { scopes: [...scopes], nameOf: (id: string): string => names.get(id) ?? "" };
}

function mermaidText(graph: VarsGraph): string {
  const { scopes, nameOf } = named(graph);
  const text = (label: string): string =>
    `"${label.replaceAll("#", "#35;").replaceAll('"', "#quot;")}"`;
  const lines = scopes.flatMap(([scope, nodes], index) => [
    `  subgraph s${index}[${text(scope)}]`,
    ...nodes.map(({ id, generator }) => `    ${nameOf(id)}[${text(generator)}]`),
    "  end",
  ]);
  const edges = graph.edges.map(({ from, to, access }) => {
    const arrow = access === "all" ? "-->" : "-. public .->";
    return `  ${nameOf(from)} ${arrow} ${nameOf(to)}`;
  });
  return `${["flowchart LR", ...lines, ...edges].join("\n")}\n`;
}

function dotText(graph: VarsGraph): string {
  const { scopes, nameOf } = named(graph);
  const text = (label: string): string =>
    `"${label.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const lines = scopes.flatMap(([scope, nodes], index) => [
    `  subgraph cluster_${index} {`,
    `    label=${text(scope)};`,
    ...nodes.map(({ id, generator }) => `    ${nameOf(id)} [label=${text(generator)}];`),
    "  }",
  ]);
  const edges = graph.edges.map(({ from, to, access }) => {
    const style = access === "all" ? "" : ' [style=dashed, label="public"]';
    return `  ${nameOf(from)} -> ${nameOf(to)}${style};`;
  });
  return `${["digraph vars {", "  rankdir=LR;", "  node [shape=box];", ...lines, ...edges, "}"].join("\n")}\n`;
}
