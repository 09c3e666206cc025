import type { VerbEntry } from "../help.ts";
import { KEYS } from "../vars/keys/group.ts";
import type { Verb, VerbGroup } from "../verb.ts";

const COMMANDS: readonly VerbEntry[] = [
  { name: "list", usage: "[SCOPE…]", summary: "list files with where they are and how they are" },
  { name: "generate", usage: "[HOST…]", summary: "make what is missing or stale" },
  { name: "get", usage: "FILE", summary: "print a value" },
  {
    name: "set",
    usage: "FILE",
    summary: "store a value from standard input, or one that is typed",
  },
  { name: "check", usage: "[HOST…]", summary: "report everything that is not as it should be" },
  { name: "rotate", usage: "[NAME…]", summary: "make anew what is due, or what is named" },
  { name: "rekey", usage: "[HOST…]", summary: "encrypt for those who shall read now" },
  { name: "keys", usage: "COMMAND", summary: "say who may read: people, hosts, groups" },
  { name: "audit", usage: "", summary: "tell who can read what" },
  { name: "graph", usage: "", summary: "draw generators and what they depend on" },
  { name: "export", usage: "DIR", summary: "write everything in clear into a new folder" },
  { name: "import", usage: "[clan] DIR", summary: "store what was exported, or what Clan kept" },
  {
    name: "adopt",
    usage: "OLD NEW",
    summary: "give the values of a renamed generator to its new name",
  },
  { name: "prune", usage: "[ID…]", summary: "remove what no generator declares any more" },
];

const LOADERS: Readonly<Record<string, () => Promise<Verb | VerbGroup>>> = {
  list: async () => (await import("../vars/list.ts")).verb,
  generate: async () => (await import("../vars/generate.ts")).verb,
  get: async () => (await import("../vars/get.ts")).verb,
  set: async () => (await import("../vars/set.ts")).verb,
  check: async () => (await import("../vars/check.ts")).verb,
  rotate: async () => (await import("../vars/rotate.ts")).verb,
  rekey: async () => (await import("../vars/rekey.ts")).verb,
  keys: async () => KEYS,
  audit: async () => (await import("../vars/audit.ts")).verb,
  graph: async () => (await import("../vars/graph.ts")).verb,
  export: async () => (await import("../vars/export.ts")).verb,
  import: async () => (await import("../vars/import.ts")).verb,
  adopt: async () => (await import("../vars/adopt.ts")).verb,
  prune: async () => (await import("../vars/prune.ts")).verb,
};

/** `den vars …`: generated secrets and other values. */
export const verb: VerbGroup = {
  verbs: COMMANDS,
  about: `FILE is a file's id such as host:web1/wireguard/private; web1/wireguard/private and any
part that only one has will do. Values are decrypted with --identity FILE (may be repeated), else with
SOPS_AGE_KEY, SOPS_AGE_KEY_FILE, ~/.config/sops/age/keys.txt and ~/.ssh/id_ed25519.

Every command takes --json and --config FILE. Exit status: 0 fine, 1 findings or refused, 2 usage,
3 environment (a program, the sandbox or an identity is missing), 130 interrupted.
`,
  load: (name) => (LOADERS[name] as (typeof LOADERS)[string])(),
};
