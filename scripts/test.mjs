// npm test: installs what is missing, runs every package's tests and type checks, sums up.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { install, root, run } from "./run.mjs";

install();
const status = run("turbo", [
  "run",
  "test",
  "typecheck",
  "--output-logs=new-only",
  "--continue",
  "--concurrency=2",
]);

/** The results that each package's test run left behind (restored by turbo when they were cached). */
function results() {
  return ["packages", "examples"]
    .filter((group) => existsSync(join(root, group)))
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
    .map((folder) => join(folder, ".results", "vitest.json"))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")));
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const unmet = new Map();
for (const result of results()) {
  for (const file of result.testResults) {
    // A file that cannot be loaded has no assertions, but has failed all the same.
    if (file.status === "failed" && file.assertionResults.length === 0) totals.failed += 1;
    for (const test of file.assertionResults) {
      if (test.status === "passed") totals.passed += 1;
      else if (test.status === "failed") totals.failed += 1;
      else totals.skipped += 1;
      const need = /\[needs ([^\]]+)\]/.exec(test.fullName)?.[1];
      if (need !== undefined && test.status !== "passed" && test.status !== "failed") {
        // One line for each thing that is missing, however it combines with others.
        const [first] = need.split(", ");
        unmet.set(first, (unmet.get(first) ?? 0) + 1);
      }
    }
  }
}

const REMEDY = {
  nix: "apt-get install nix-bin, or https://nixos.org/download",
  "nixpkgs-lib": "set DEN_NIXPKGS_LIB to a checkout of nixpkgs' lib",
  "clan-core": "set DEN_CLAN_CORE to a checkout of clan-core",
};
for (const [need, count] of unmet) {
  const how = REMEDY[need] ?? `install ${need}`;
  console.log(`\n!!! SKIPPED ${count} tests: ${need} is not here (${how}) !!!`);
}
const failed = totals.failed + (status !== 0 && totals.failed === 0 ? 1 : 0);
console.log(`\n${totals.passed} passed, ${failed} failed, ${totals.skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
