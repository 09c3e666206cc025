import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { treeOf } from "../src/emit/tree.ts";
import { buildModel } from "../src/model/build-model.ts";
import { writeTree } from "../src/output/write-tree.ts";
import { createPipeline } from "../src/pipeline/pipeline.ts";
import { generateFleet } from "./generate-fleet.ts";

/*
 * What writing a fleet holds on to, beside what evaluating it does: tsx … bench/build.ts HOSTS [PAD]. Every
 * host is evaluated first, so that what is added is the writing's own.
 */
const hosts = Number(process.argv[2] ?? 1_000);
const pad = Number(process.argv[3] ?? 0);
setFlagsFromString("--expose_gc");
const collect = runInNewContext("gc") as () => void;
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
};
const out = mkdtempSync(join(tmpdir(), "den-bench-"));
const value = generateFleet({ hosts, pad }) as Readonly<Record<string, unknown>>;
const pipeline = createPipeline(
  buildModel("/fleet", [{ file: "den.config.ts", absolute: "/fleet/den.config.ts", value }]),
);
const layout = { root: "/fleet", out };
for (const name of pipeline.model.hostNames)
  pipeline.evaluator.get(pipeline.outputs.host, `host:${name}`);
const evaluated = heap();
let text = 0;
let most = 0;
let files = 0;
function* counted(): Generator<
  ReturnType<typeof treeOf> extends Generator<infer File> ? File : never
> {
  for (const file of treeOf(pipeline, layout, [], [])) {
    if (typeof file.content !== "function") text += file.content.length;
    files += 1;
    if (files % 5_000 === 0) most = Math.max(most, heap());
    yield file;
  }
}
writeTree(out, counted(), { complete: true });
const added = Math.max(most, heap()) - evaluated;
rmSync(out, { recursive: true });
console.log(
  `${hosts} hosts: ${files} files, ${(text / 2 ** 20).toFixed(0)} MiB of modules written; ${added.toFixed(0)} MiB held beside ${evaluated.toFixed(0)} MiB of evaluated hosts`,
);
