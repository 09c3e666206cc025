import { spawnSync } from "node:child_process";
import { type Picture, picture, toDot, toHtml, toSvg } from "den-diagram";
import { measure } from "mitata";
import { layout } from "../src/layout/layout.ts";

/** A fleet as den draws it: hosts in environments, users on hosts, aspects that they have. */
function fleet(hosts: number): Picture {
  const name = (index: number): string => `host:${String(index).padStart(5, "0")}`;
  const ids = Array.from({ length: hosts }, (_, index) => name(index));
  const aspects = Array.from({ length: 30 }, (_, index) => `aspect:${index}`);
  return picture({
    nodes: [
      { id: "fleet" },
      ...ids.map((id, index) => ({
        id,
        kind: "host",
        note: "x86_64-linux",
        group: `env:${index % 8}`,
      })),
      ...ids.map((id, index) => ({ id: `${id}/admin`, kind: "user", group: `env:${index % 8}` })),
      ...aspects.map((id) => ({ id, kind: "aspect" })),
    ],
    edges: ids.flatMap((id, index) => [
      { from: "fleet", to: id },
      { from: id, to: `${id}/admin`, kind: "has" },
      { from: id, to: aspects[index % 30] as string, kind: "includes" },
    ]),
    groups: Array.from({ length: 8 }, (_, index) => ({ id: `env:${index}` })),
  });
}

/** What Graphviz takes for the same picture, once; `undefined` where it is not installed. */
function graphviz(dot: string): number | undefined {
  const start = performance.now();
  const { error } = spawnSync("dot", ["-Tsvg"], { input: dot, maxBuffer: 2 ** 28 });
  return error === undefined ? performance.now() - start : undefined;
}

console.log(
  "| hosts | nodes | edges | layout | SVG | HTML | DOT (text only) | `dot -Tsvg` | `dot` / SVG |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const hosts of [100, 1_000, 5_000]) {
  const made = fleet(hosts);
  const times: number[] = [];
  for (const run of [layout, toSvg, toHtml, toDot] as const) {
    const { min } = await measure(() => run(made), { min_samples: 3, min_cpu_time: 2e8 });
    times.push(min / 1e6);
  }
  const [place, svg, html, dot] = times as [number, number, number, number];
  const theirs = hosts > 1_000 ? undefined : graphviz(toDot(made));
  const ms = (time: number): string => `${time.toFixed(time < 10 ? 1 : 0)} ms`;
  console.log(
    `| ${hosts} | ${made.nodes.length} | ${made.edges.length} | ${ms(place)} | ${ms(svg)} | ${ms(html)} | ${ms(dot)} | ${theirs === undefined ? "" : ms(theirs)} | ${theirs === undefined ? "" : (theirs / svg).toFixed(0)} |`,
  );
}
