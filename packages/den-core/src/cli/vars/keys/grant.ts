import type { Command } from "commander";
import {
  addGrant,
  EMPTY_KEYRING,
  type Grant,
  mergeKeyrings,
  removeGrant,
  VarsError,
} from "gen-vars";
import { refuse } from "../../../diagnostics/den-error.ts";
import type { Verb } from "../../verb.ts";
import { type VarsContext, varsVerb } from "../command.ts";
import { findScope } from "../select.ts";
import { changeKeys } from "./change.ts";
import { keptKeys } from "./declared.ts";

function define(command: Command): Command {
  return command
    .argument("<name>", "a key or a group")
    .option("--at <scope>", "files at or below this scope")
    .option("-g, --generator <name>", "files of this generator")
    .option("--file <name>", "files of this name")
    .option("--rekey", "encrypt files anew at once");
}

/** `den vars keys grant NAME`: access beyond what the role gives. */
export const grant: Verb = varsVerb({
  define,
  async run(context, [name = ""]) {
    const given = grantOf(context, name);
    return changeKeys(
      context,
      (keyring) => {
        addGrant(mergeKeyrings(context.vars.declaredKeys, keyring), given);
        const grants = [...removeGrant(keyring, given).grants, given];
        return mergeKeyrings({ ...keyring, grants }, EMPTY_KEYRING);
      },
      `${name} may read ${grantText(given)}`,
    );
  },
});

/** `den vars keys revoke NAME` */
export const revoke: Verb = varsVerb({
  define,
  async run(context, [name = ""]) {
    const given = grantOf(context, name);
    const { grants } = keptKeys(context);
    if (removeGrant({ ...EMPTY_KEYRING, grants }, given).grants.length === grants.length) {
      const own = grants.filter(({ to }) => to === name).map(grantText);
      throw new VarsError([
        {
          code: "key-unknown",
          message: `${name} was not granted ${grantText(given)}.`,
          remedy: own.length === 0 ? "it has no grants" : `it may read ${own.join("; ")}`,
          culprit: name,
        },
      ]);
    }
    return changeKeys(
      context,
      (keyring) => removeGrant(keyring, given),
      `${name} may no longer read ${grantText(given)}`,
    );
  },
});

function grantOf({ vars, options }: VarsContext, to: string): Grant {
  const { at, generator, file } = options;
  if (at === undefined && generator === undefined && file === undefined) {
    return refuse("DEN_USAGE", "a grant needs to say what it is for", {
      remedy: "give --at SCOPE, --generator NAME, --file NAME, or several of them",
    });
  }
  return {
    to,
    ...(typeof at === "string" ? { node: findScope(vars, at).id } : {}),
    ...(typeof generator === "string" ? { generator } : {}),
    ...(typeof file === "string" ? { file } : {}),
  };
}

/** What a grant covers, as text. */
export function grantText({ node, generator, file }: Grant): string {
  return [
    file === undefined ? "files" : `files called ${file}`,
    ...(generator === undefined ? [] : [`of ${generator}`]),
    ...(node === undefined ? [] : [`at ${node}`]),
  ].join(" ");
}
