import type { Verb, VerbGroup } from "../../verb.ts";

const GROUPS: VerbGroup = {
  verbs: [
    { name: "add", usage: "GROUP MEMBER…", summary: "add keys or groups to a group" },
    { name: "remove", usage: "GROUP [MEMBER…]", summary: "remove members, or the whole group" },
  ],
  about: "Grants to a group are access for everyone in it: `den vars keys grant`.\n",
  load: async (name) => {
    const { addMembers, removeMembers } = await import("./members.ts");
    return name === "add" ? addMembers : removeMembers;
  },
};

const LOADERS: Readonly<Record<string, () => Promise<Verb | VerbGroup>>> = {
  list: async () => (await import("./list.ts")).verb,
  show: async () => (await import("./show.ts")).verb,
  add: async () => (await import("./add.ts")).verb,
  remove: async () => (await import("./remove.ts")).verb,
  generate: async () => (await import("./generate.ts")).verb,
  group: async () => GROUPS,
  grant: async () => (await import("./grant.ts")).grant,
  revoke: async () => (await import("./grant.ts")).revoke,
};

/** `den vars keys …`: who may read secrets. */
export const KEYS: VerbGroup = {
  verbs: [
    { name: "list", usage: "", summary: "list keys and groups" },
    { name: "show", usage: "NAME", summary: "show a key or a group" },
    { name: "add", usage: "NAME", summary: "add a key, or more public keys to one" },
    { name: "remove", usage: "NAME", summary: "remove a key, or one of its public keys" },
    { name: "generate", usage: "[FILE]", summary: "make a private key for yourself" },
    { name: "group", usage: "add|remove", summary: "put keys into groups" },
    { name: "grant", usage: "NAME", summary: "let a key or a group read more" },
    { name: "revoke", usage: "NAME", summary: "take that back" },
  ],
  about: `Keys are public: they say for whom secrets are encrypted. Administrators read everything (or
what is at their scopes), hosts what is deployed to them, users what is theirs. Files follow with
\`den vars rekey\`, or at once with --rekey.
`,
  load: (name) => (LOADERS[name] as (typeof LOADERS)[string])(),
};
