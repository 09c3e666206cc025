import { table } from "../../table.ts";
import type { Verb } from "../../verb.ts";
import { printJson, varsVerb } from "../command.ts";
import { noKeysFinding } from "../no-keys.ts";
import { shortRecipient } from "../readers.ts";
import { keptKeys } from "./declared.ts";

/** `den vars keys list`: who may read secrets. */
export const verb: Verb = varsVerb({
  reads: true,
  async run(context) {
    const { io, vars } = context;
    const { keys, groups, grants } = vars.keyring();
    const kept = new Set(keptKeys(context).keys.map(({ name }) => name));
    const declared = new Set(vars.declaredKeys.keys.map(({ name }) => name));
    const rows = keys.map(({ name, role, nodes, recipients }) => ({
      name,
      role,
      at: nodes,
      recipients,
      groups: groups.filter(({ members }) => members.includes(name)).map((group) => group.name),
      from: [
        ...(declared.has(name) ? ["configuration"] : []),
        ...(kept.has(name) ? ["den vars keys"] : []),
      ],
    }));
    if (context.json) {
      printJson(context, { keys: rows, groups, grants });
      return 0;
    }
    if (rows.length === 0) {
      const { detail = "" } = noKeysFinding(io);
      io.out("no keys yet: secrets in sops and age stores need one\n");
      for (const line of detail.split("\n")) io.out(`  ${line}\n`);
      return 0;
    }
    const cells = rows.map(({ name, role, at, recipients, from, ...rest }) => [
      name,
      role,
      at.join(", ") || (role === "admin" ? "everything" : "-"),
      recipients.map(shortRecipient).join(", ") || "none",
      rest.groups.join(", ") || "-",
      from.join(", "),
    ]);
    io.out(table(["name", "role", "at", "public keys", "groups", "from"], cells));
    for (const { name, members } of groups)
      io.out(`group ${name}: ${members.join(", ") || "nobody"}\n`);
    return 0;
  },
});
