import { measureFleet } from "./fleet.ts";

// Warm up: the first fleet pays for compiling the code.
measureFleet(50);
const rows = [100, 1_000, 10_000].map((hosts) => measureFleet(hosts));
const cell = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
console.log(
  "| hosts | load ms | one host ms | all hosts ms | ms/host | after one change ms | plan ms/host | MiB | KiB/host |",
);
console.log("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
for (const { hosts, load, one, all, edit, plan, heap } of rows) {
  const perHost = all / hosts;
  console.log(
    `| ${hosts} | ${cell(load)} | ${cell(one)} | ${cell(all)} | ${cell(perHost)} | ${cell(edit)} | ${cell(plan / hosts)} | ${cell(heap)} | ${cell((heap * 1024) / hosts)} |`,
  );
}
const [, thousand, tenThousand] = rows;
if (thousand !== undefined && tenThousand !== undefined) {
  const time = tenThousand.all / tenThousand.hosts / (thousand.all / thousand.hosts);
  const memory = tenThousand.heap / tenThousand.hosts / (thousand.heap / thousand.hosts);
  console.log(
    `\nper host, 10,000 against 1,000: time ×${time.toFixed(2)}, memory ×${memory.toFixed(2)} (flat is ≤ 1.3)`,
  );
}
