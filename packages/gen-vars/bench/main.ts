import { type PlanningTimes, planningTimes } from "./planning.ts";
import { runningTimes } from "./running.ts";
import { sealingTimes } from "./sealing.ts";

const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;

console.log(row("measured / baseline", "size", "measured", "baseline", "ratio", "bound"));
console.log(row("---", "---", "---:", "---:", "---:", "---:"));

const plans: PlanningTimes[] = [];
for (const hosts of [1_000, 10_000]) {
  const times = await planningTimes(hosts, 5);
  plans.push(times);
  const size = `${hosts} hosts × 20`;
  for (const [what, value] of [
    ["model and plan, nothing stored / order + a hash per file", times.empty],
    ["model and plan, all stored / order + a hash per file", times.stored],
    ["plan alone, all stored / order + a hash per file", times.plan],
  ] as const) {
    const ratio = (value / times.baseline).toFixed(2);
    console.log(row(what, size, ms(value), ms(times.baseline), ratio, "5"));
  }
}
const [small, large] = plans as [PlanningTimes, PlanningTimes];
console.log(
  row(
    "growth of model and plan, 10 × the hosts",
    "",
    ms(large.stored),
    ms(small.stored),
    (large.stored / small.stored).toFixed(1),
    "",
  ),
);

for (const { what, bare, ours } of await runningTimes(8)) {
  for (const time of ["wall", "cpu"] as const) {
    const ratio = (ours[time] / bare[time]).toFixed(2);
    console.log(
      row(`${what}, ${time} time`, "200 generators", ms(ours[time]), ms(bare[time]), ratio, "1.5"),
    );
  }
}

const { library, age, sops } = await sealingTimes();
console.log(
  row(
    "encryptAge / age library",
    "one value",
    ms(age),
    ms(library),
    (age / library).toFixed(2),
    "",
  ),
);
console.log(
  row(
    "sealSops / age library",
    "one value",
    ms(sops),
    ms(library),
    (sops / library).toFixed(2),
    "",
  ),
);
