/** A verb of the command: its name, its arguments, and what it does in a line. */
export interface VerbEntry {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
}

/** All verbs, in the order in which help lists them. */
export const VERBS: readonly VerbEntry[] = [
  { name: "init", usage: "[DIR]", summary: "write a first fleet to start from" },
  { name: "check", usage: "", summary: "report everything that is wrong or without effect" },
  { name: "plan", usage: "", summary: "show what each machine gets, or print the plan as JSON" },
  { name: "build", usage: "", summary: "write the fleet as Nix and plain files" },
  {
    name: "explain",
    usage: "HOST ASPECT",
    summary: "show each setting with who set it and what that shadows",
  },
  { name: "query", usage: "SELECTOR", summary: "list the entities that a selector matches" },
  { name: "hosts", usage: "", summary: "list hosts" },
  { name: "tags", usage: "", summary: "list tags and the hosts that carry them" },
  { name: "catalog", usage: "", summary: "list aspects: what they are for, need and offer" },
  {
    name: "graph",
    usage: "[WHAT] [NAME]",
    summary: "draw the fleet, its aspects, services, channels, vars, settings or outputs",
  },
  {
    name: "services",
    usage: "[explain NAME]",
    summary: "list services with their members, or show what one compiles to",
  },
  {
    name: "vars",
    usage: "COMMAND",
    summary: "generate, keep, read and share secrets and other values",
  },
  {
    name: "why",
    usage: "HOST THING",
    summary: "show where an aspect, class, setting, option, policy, channel or output comes from",
  },
  {
    name: "why-not",
    usage: "HOST THING",
    summary: "show why a host lacks an aspect or a policy's effects",
  },
  {
    name: "diff",
    usage: "BEFORE [AFTER]",
    summary: "show what changed between plans or revisions",
  },
  { name: "affected", usage: "BEFORE [AFTER]", summary: "list the hosts whose outputs change" },
  {
    name: "completions",
    usage: "SHELL",
    summary: "print what completes den's command lines in bash, zsh or fish",
  },
];

/** What `den --help` prints. */
export function helpText(): string {
  const width = Math.max(...VERBS.map(({ name, usage }) => `${name} ${usage}`.length));
  const verbs = VERBS.map(
    ({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(width)}  ${summary}`,
  );
  return `den composes fleets of machines out of aspects.

Usage: den VERB [OPTION]…

${verbs.join("\n")}

Options of every verb:
  --config FILE   the fleet (default: den.config.ts, .js, .json or .yaml here or above)
  --json          machine-readable output
  --no-color      plain text (also NO_COLOR)
  --help          help on the verb

  den --version   the version of den

Exit status: 0 fine, 1 findings, 2 usage, 3 environment (nix missing, …).
`;
}
