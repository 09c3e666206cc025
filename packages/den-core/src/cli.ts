#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { helpText } from "./cli/help.ts";

const { exit } = process;

// Whoever reads may stop early (`den plan --json | head`): that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") exit();
  throw error;
});

// `den --version` and `den --help` load nothing but this: everything else waits for the verb.
const argv = process.argv.slice(2);
const [first] = argv;
if (first === "--version" || first === "-V") {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  process.stdout.write(`${manifest.version}\n`);
} else if (
  first === undefined ||
  first === "--help" ||
  first === "-h" ||
  (first === "help" && argv.length === 1)
) {
  process.stdout.write(helpText());
  if (first === undefined) process.exitCode = 2;
} else {
  const { main, stuck } = await import("./cli/main.ts");
  const { guardProcess, toItsEnd } = await import("./cli/guard-process.ts");
  const io = guardProcess();
  const line = first === "help" ? [...argv.slice(1), "--help"] : argv;
  await toItsEnd(
    () => main(line, io),
    () => stuck(line, io),
  );
}
