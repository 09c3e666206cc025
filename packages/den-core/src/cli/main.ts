import { helpText, VERBS, type VerbEntry } from "./help.ts";
import type { Io } from "./io.ts";
import { runVerb } from "./run-verb.ts";
import { unknownVerb } from "./usage.ts";
import type { Verb, VerbGroup } from "./verb.ts";

export { stuck } from "./fail.ts";
export type { Verb } from "./verb.ts";

/** The module of each verb, loaded when the verb is known. */
export const LOADERS: Readonly<Record<string, () => Promise<Verb | VerbGroup>>> = {
  init: async () => (await import("./verbs/init.ts")).verb,
  check: async () => (await import("./verbs/check.ts")).verb,
  plan: async () => (await import("./verbs/plan.ts")).verb,
  build: async () => (await import("./verbs/build.ts")).verb,
  explain: async () => (await import("./verbs/explain.ts")).verb,
  query: async () => (await import("./verbs/query.ts")).verb,
  hosts: async () => (await import("./verbs/hosts.ts")).verb,
  tags: async () => (await import("./verbs/tags.ts")).verb,
  catalog: async () => (await import("./verbs/catalog.ts")).verb,
  graph: async () => (await import("./verbs/graph.ts")).verb,
  services: async () => (await import("./verbs/services.ts")).verb,
  vars: async () => (await import("./verbs/vars.ts")).verb,
  why: async () => (await import("./verbs/why.ts")).verb,
  diff: async () => (await import("./verbs/diff.ts")).verb,
  affected: async () => (await import("./verbs/affected.ts")).verb,
  completions: async () => (await import("./verbs/completions.ts")).verb,
  "why-not": async () => (await import("./verbs/why-not.ts")).verb,
};

/** Runs one command line; resolves to the exit status, never rejects for what a user can cause. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name = "", ...rest] = argv;
  const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
  if (load === undefined) return unknownVerb("den", name, VERBS, helpText(), io, rest);
  const entry = VERBS.find((known) => known.name === name) as VerbEntry;
  return runVerb(await load(), `den ${name}`, entry, rest, io);
}
