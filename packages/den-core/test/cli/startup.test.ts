import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { helpText, VERBS } from "../../src/cli/help.ts";

const source = (file: string): string =>
  readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8");
const staticImports = (text: string): string[] =>
  [...text.matchAll(/^import .*?from "(.*?)";/gms)].map((match) => match[1] ?? "");

it("`den --version` and `den --help` load nothing but the help text", () => {
  expect(staticImports(source("cli.ts"))).toEqual(["node:fs", "./cli/help.ts"]);
  expect(staticImports(source("cli/help.ts"))).toEqual([]);
});

it("help lists every verb that there is", () => {
  const loaders = [
    ...source("cli/main.ts").matchAll(/^ {2}"?([\w-]+)"?: async \(\) => \(await import/gm),
  ].map((match) => match[1]);
  expect(VERBS.map((verb) => verb.name).sort()).toEqual([...loaders].sort());
  for (const { name } of VERBS) expect(helpText()).toContain(`  ${name}`);
});
