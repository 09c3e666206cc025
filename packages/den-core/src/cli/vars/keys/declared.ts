import { type Keyring, keyringPath, parseKeyring } from "gen-vars";
import { DenError } from "../../../diagnostics/den-error.ts";
import { problem } from "../../../diagnostics/finding.ts";
import type { VarsContext } from "../command.ts";

/** The keys that commands keep, apart from those of the configuration. */
export function keptKeys({ vars }: VarsContext): Keyring {
  const path = keyringPath(vars.layout);
  return parseKeyring(vars.repository.read(path), path);
}

/**
 * Keys and groups of the configuration are changed there.
 *
 * @throws DenError `DEN_VARS_KEYS`
 */
export function refuseDeclared(context: VarsContext, name: string): void {
  const { keys, groups } = keptKeys(context);
  if ([...keys, ...groups].some((one) => one.name === name)) return;
  const { declaredKeys } = context.vars;
  if (![...declaredKeys.keys, ...declaredKeys.groups].some((one) => one.name === name)) return;
  throw new DenError([
    problem("DEN_VARS_KEYS", `${name} is declared in the fleet's configuration`, {
      remedy: "change it there (`vars.keys`, `vars.groups`, or the recipients of a host or user)",
    }),
  ]);
}
