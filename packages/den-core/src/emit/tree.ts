import { catalog } from "../catalog/catalog.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { entityId } from "../model/names.ts";
import type { TreeFile } from "../output/write-tree.ts";
import type { Configuration } from "../pipeline/outputs.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { planPieces } from "../plan/plan.ts";
import { defaultNix, flakeModule, type MachineEntry } from "./default-nix.ts";
import { fleetOutputs } from "./fleet-files.ts";
import { GLUE } from "./glue.ts";
import type { Layout } from "./layout.ts";
import { configurationFile, configurationPath } from "./machine-file.ts";
import { createModuleWriter } from "./module-file.ts";

function entryOf(pipeline: Pipeline, configuration: Configuration): MachineEntry {
  const known = pipeline.model.classes.get(configuration.class);
  return {
    ...(known?.builtin === false && known.intoAttr !== undefined
      ? { intoAttr: known.intoAttr }
      : {}),
    name: configuration.name,
    class: configuration.class,
    system: configuration.system,
    path: configurationPath(configuration),
    tags: [...pipeline.evaluator.get(pipeline.topology.tags, configuration.id)],
  };
}

/**
 * Every file of a whole tree, machine by machine; shared content is yielded once, when first used.
 * `checked` is what is wrong with the fleet, where that is known: else it is found for the plan.
 */
export function* treeOf(
  pipeline: Pipeline,
  layout: Layout,
  findings: Finding[],
  checked?: readonly Finding[],
): Generator<TreeFile> {
  const { model, evaluator, outputs } = pipeline;
  const writer = createModuleWriter(layout);
  const machines: MachineEntry[] = [];
  const ids = [
    ...model.hostNames.map((name) => ({ id: entityId("host", name), of: outputs.host })),
    ...model.homeNames.map((name) => ({ id: entityId("home", name), of: outputs.home })),
  ];
  for (const { id, of } of ids) {
    const configuration = evaluator.get(of, id);
    machines.push(entryOf(pipeline, configuration));
    const file = configurationFile(configuration, writer, layout);
    yield* writer.take();
    yield file;
  }
  const files: TreeFile[] = [];
  const above = fleetOutputs(pipeline, writer, layout, files, findings);
  yield* writer.take();
  yield* files;
  const entries = { fleet: model.name, systems: model.systems, machines, outputs: above };
  yield { path: "glue.nix", content: GLUE };
  yield defaultNix(entries);
  yield flakeModule(entries);
  if (above.tests.length > 0) {
    const list = above.tests.map((file) => `  ./${file}`).join("\n");
    yield {
      path: "tests.nix",
      content: `# The fleet's nix-unit tests: import ./den-out/tests.nix { inherit inputs; }\n{ inputs }:\n(import ./glue.nix { inherit inputs; }).tests [\n${list}\n]\n`,
    };
  }
  yield {
    path: "catalog.json",
    content: `${JSON.stringify(catalog(pipeline), null, 2)}\n`,
  };
  yield { path: "plan.json", content: () => planPieces(pipeline, layout, checked && { checked }) };
}

/** The files of some hosts only: their own and the shared content they import. */
export function* treeOfHosts(
  pipeline: Pipeline,
  layout: Layout,
  names: readonly string[],
): Generator<TreeFile> {
  const writer = createModuleWriter(layout);
  for (const name of names) {
    const file = configurationFile(
      pipeline.evaluator.get(pipeline.outputs.host, entityId("host", name)),
      writer,
      layout,
    );
    yield* writer.take();
    yield file;
  }
}
