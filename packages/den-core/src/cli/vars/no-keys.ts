import { existsSync } from "node:fs";
import type { Vars } from "gen-vars";
import { type Finding, problem } from "../../diagnostics/finding.ts";
import { shellWord } from "../../vars/remedies.ts";
import type { Io } from "../io.ts";
import { defaultIdentityFile, homePath } from "./identities.ts";

/** Whether nobody has a key yet: how every fleet begins. */
export function hasNoKeys(vars: Vars): boolean {
  return vars.keyring().keys.every(({ recipients }) => recipients.length === 0);
}

/** Nobody could read the secrets, and the commands that help. */
export function noKeysFinding(io: Io): Finding {
  const file = defaultIdentityFile(io);
  const name = io.env.USER === undefined || io.env.USER === "" ? "me" : io.env.USER;
  const commands = [
    ...(existsSync(file)
      ? []
      : ["den vars keys generate           # a private key for you, once for all fleets"]),
    `den vars keys add ${shellWord(name)} --identity-file ${homePath(file, io)}`,
  ];
  return problem(
    "DEN_VARS_NO_RECIPIENTS",
    "nobody could read the secrets of this fleet: it has no keys yet",
    { detail: commands.join("\n"), remedy: "run the above, then this again" },
  );
}
