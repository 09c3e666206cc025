import { addKey, type KeyRole } from "gen-vars";
import { refuse } from "../../../diagnostics/den-error.ts";
import { suggestion } from "../../../model/reader.ts";
import { shellWord } from "../../../vars/remedies.ts";
import type { Verb } from "../../verb.ts";
import { collect, listOf, type VarsContext, varsVerb } from "../command.ts";
import { findScope } from "../select.ts";
import { counted } from "../text.ts";
import { changeKeys } from "./change.ts";
import { recipientsFrom } from "./recipients.ts";

const ROLES: readonly KeyRole[] = ["admin", "host", "user"];

/** `den vars keys add NAME`: somebody who may read, by public keys. */
export const verb: Verb = varsVerb({
  define: (command) =>
    command
      .argument("<name>", "how the holder is called")
      .option("--role <role>", "admin, who reads everything; host; user (default: admin)")
      .option("--at <scope>", "what the key is for (may be repeated)", collect)
      .option("--recipient <key>", "a public key: age1…, ssh-ed25519 … (may be repeated)", collect)
      .option("--recipient-file <file>", "public keys, one a line: an ssh .pub, a list", collect)
      .option("--identity-file <file>", "the public half of a private key", collect)
      .option("--host-key <file>", "a host's ssh key, or what ssh-keyscan told of it", collect)
      .option("--rekey", "encrypt files for it at once"),
  async run(context, [name = ""]) {
    if (name.trim() === "") return refuse("DEN_USAGE", "a key needs a name");
    const { role, at } = audienceOf(context, name);
    const recipients = recipientsFrom(context);
    const known = context.vars.keyring().keys.some((key) => key.name === name);
    if (recipients.length === 0 && !known) {
      return refuse("DEN_USAGE", `the key ${name} needs a public key`, {
        remedy: "give --identity-file, --recipient, --recipient-file or --host-key",
      });
    }
    const all = role === "admin" && at.length === 0 && !known ? ", which reads everything" : "";
    const where = at.length === 0 ? all : ` at ${at.join(", ")}`;
    const count = recipients.length === 0 ? "" : ` (${counted(recipients.length, "public key")})`;
    return changeKeys(
      context,
      (keyring) => addKey(keyring, { name, role, nodes: at, recipients }),
      `${known ? "changed" : "added"} the ${role} key ${name}${where}${count}`,
    );
  },
});

/** What a key is for: as it is said, else as its name or the kind of key tells. */
function audienceOf(context: VarsContext, name: string): { role: KeyRole; at: readonly string[] } {
  const { vars, options } = context;
  const known = vars.keyring().keys.find((key) => key.name === name);
  const scope = scopeNamed(context, name);
  const hostKey = listOf(options, "hostKey").length > 0;
  const said = options.role ?? (hostKey ? "host" : known?.role);
  if (
    said === undefined &&
    scope !== undefined &&
    (scope.kind === "host" || scope.kind === "user")
  ) {
    return refuse(
      "DEN_USAGE",
      `${name} is a ${scope.kind}: shall its key read what is its own, or everything?`,
      {
        remedy: `say --role ${scope.kind} or --role admin`,
      },
    );
  }
  const role = ROLES.find((one) => one === (said ?? "admin"));
  if (role === undefined) {
    return refuse("DEN_USAGE", `there is no role ${JSON.stringify(said)}`, {
      remedy: suggestion(String(said), ROLES),
    });
  }
  const at = listOf(options, "at").map((text) => findScope(vars, text).id);
  if (role === "admin" || at.length > 0 || (known?.nodes.length ?? 0) > 0) return { role, at };
  if (scope !== undefined) return { role, at: [scope.id] };
  const everywhere = vars.model.scopes.nodes.filter(
    ({ kind, name: full }) => kind === "user" && full?.split("@")[0] === name,
  );
  if (role === "user" && everywhere.length > 0) return { role, at: everywhere.map(({ id }) => id) };
  return refuse("DEN_USAGE", `whose key is ${name}? There is no ${role} of that name`, {
    remedy: `say it with --at, for example --at ${role}:${shellWord(name)}`,
  });
}

function scopeNamed({ vars }: VarsContext, name: string) {
  const { scopes } = vars.model;
  return scopes.get(name) ?? scopes.get(`host:${name}`) ?? scopes.find(name);
}
