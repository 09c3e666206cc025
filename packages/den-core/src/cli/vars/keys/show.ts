import { groupKeys, VarsError } from "gen-vars";
import { suggestion } from "../../../model/reader.ts";
import type { Verb } from "../../verb.ts";
import { printJson, varsVerb } from "../command.ts";
import { grantText } from "./grant.ts";

/** `den vars keys show NAME`: a key with its public keys, or a group with its members. */
export const verb: Verb = varsVerb({
  reads: true,
  define: (command) => command.argument("<name>", "a key or a group"),
  async run(context, [name = ""]) {
    const { io, vars, paint } = context;
    const keyring = vars.keyring();
    const key = keyring.keys.find((one) => one.name === name);
    const group = keyring.groups.find((one) => one.name === name);
    const groups = keyring.groups
      .filter(({ members }) => members.includes(name))
      .map((one) => one.name);
    const grants = keyring.grants.filter(({ to }) => to === name || groups.includes(to));
    if (key === undefined && group === undefined) {
      throw new VarsError([
        {
          code: "key-unknown",
          message: `There is no key or group called ${JSON.stringify(name)}.`,
          remedy: suggestion(
            name,
            [...keyring.keys, ...keyring.groups].map((one) => one.name),
          ),
          culprit: name,
        },
      ]);
    }
    if (context.json) {
      printJson(context, { key, group, groups, grants });
      return 0;
    }
    const lines: (readonly [string, readonly string[]])[] =
      key === undefined
        ? [
            ["members", group?.members ?? []],
            ["keys", groupKeys(keyring, name)],
          ]
        : [
            ["role", [key.role]],
            ["at", key.nodes.length > 0 ? key.nodes : key.role === "admin" ? ["everything"] : []],
            ["public keys", key.recipients],
          ];
    io.out(`${paint.bold(name)}\n`);
    for (const [title, items] of [
      ...lines,
      ["groups", groups] as const,
      ["may read", grants.map(grantText)] as const,
    ]) {
      items.forEach((item, index) => {
        io.out(`  ${(index === 0 ? title : "").padEnd(11)}  ${item}\n`);
      });
    }
    return 0;
  },
});
