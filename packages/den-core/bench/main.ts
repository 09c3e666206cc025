import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type FleetCost, measureFleet } from "./fleet.ts";

/*
 * Each size in a process of its own, with a heap of 2 GiB: what one size leaves behind counts for no
 * other, and a fleet that does not fit fails.
 */
const [size] = process.argv.slice(2);
if (size === undefined) report([100, 1_000, 10_000].map(measured));
else {
  // Warm up: the first fleet pays for compiling the code.
  measureFleet(50);
  console.log(JSON.stringify(measureFleet(Number(size))));
}

function measured(hosts: number): FleetCost {
  const node = ["--max-old-space-size=2048", "--expose-gc", "--conditions=source"];
  const loader = ["--import", import.meta.resolve("tsx")];
  const self = fileURLToPath(import.meta.url);
  const text = execFileSync(process.execPath, [...node, ...loader, self, String(hosts)], {
    encoding: "utf8",
  });
  return JSON.parse(text) as FleetCost;
}

function report(rows: readonly FleetCost[]): void {
  const cell = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
  console.log(
    "| hosts | load ms | one host ms | all hosts, ms each | after one change: ms (evaluations) | plan, ms each | heap, KiB each | peak MiB | content runs |",
  );
  console.log("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
  for (const { hosts, load, one, all, edit, again, plan, heap, peak, runs } of rows) {
    const cells = [
      hosts.toLocaleString("en"),
      cell(load),
      cell(one),
      cell(all / hosts),
      `${cell(edit)} (${again})`,
      cell(plan / hosts),
      cell((heap * 1024) / hosts),
      cell(peak),
      runs.toLocaleString("en"),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  const [, thousand, tenThousand] = rows;
  if (thousand === undefined || tenThousand === undefined) return;
  const ratio = (of: (cost: FleetCost) => number): string =>
    (of(tenThousand) / tenThousand.hosts / (of(thousand) / thousand.hosts)).toFixed(2);
  console.log(
    `\nper host, 10,000 against 1,000: time ×${ratio(({ all }) => all)}, plan ×${ratio(({ plan }) => plan)}, heap ×${ratio(({ heap }) => heap)}, peak ×${ratio(({ peak }) => peak)} (flat is ≤ 1.3)`,
  );
}
