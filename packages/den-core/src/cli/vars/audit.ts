import {
  auditVars,
  type FileAudit,
  findVar,
  type ReadableVar,
  whatCanRead,
  whoCanRead,
} from "gen-vars";
import { refuse } from "../../diagnostics/den-error.ts";
import { table } from "../table.ts";
import type { Verb } from "../verb.ts";
import { printJson, type VarsContext, varsVerb } from "./command.ts";
import { openedBy, shortRecipient } from "./readers.ts";
import { findScope } from "./select.ts";
import { counted, someOf } from "./text.ts";

/** `den vars audit`: who can read what: what shall be, and what really is encrypted. */
export const verb: Verb = varsVerb({
  reads: true,
  define: (command) =>
    command
      .argument("[read]", "as in `--what-can web1 read`")
      .option("--who-can-read <file>", "the readers of one file")
      .option("--what-can <name>", "what a host, another scope or a key can read"),
  async run(context, [word]) {
    const { options, vars } = context;
    if (word !== undefined && (word !== "read" || options.whatCan === undefined)) {
      return refuse("DEN_USAGE", `den vars audit cannot ${JSON.stringify(word)}`, {
        remedy: "use --who-can-read FILE, or --what-can NAME read",
      });
    }
    if (typeof options.whatCan === "string") return whatCan(context, options.whatCan);
    if (typeof options.whoCanRead === "string") {
      const { instance, file } = findVar(vars.model, options.whoCanRead);
      return whoCan(context, await whoCanRead(vars, instance, file));
    }
    return everything(context, await auditVars(vars));
  },
});

/** A name of a scope as the library knows it; keys go by their own names. */
function scopeOrKey({ vars }: VarsContext, name: string): string {
  if (vars.keyring().keys.some((key) => key.name === name)) return name;
  try {
    return findScope(vars, name).id;
  } catch {
    // The library tells, and knows the names of keys too.
    return name;
  }
}

async function whatCan(context: VarsContext, name: string): Promise<number> {
  const who = scopeOrKey(context, name);
  const readable = await whatCanRead(context.vars, who);
  if (context.json) printJson(context, { who, readable });
  else if (readable.length === 0) context.io.out(`${who} can read nothing\n`);
  else context.io.out(table(["file", "secret", "because"], readable.map(readableCells)));
  return 0;
}

const BECAUSE: Record<ReadableVar["because"], string> = {
  public: "it is public",
  visible: "it is deployed there, though no key of it is known",
  key: "it is encrypted to its key",
};

function readableCells({ id, secret, because }: ReadableVar): string[] {
  return [id, secret ? "yes" : "-", BECAUSE[because]];
}

function whoCan(context: VarsContext, audit: FileAudit): number {
  if (context.json) {
    printJson(context, { file: audit });
    return 0;
  }
  const { io } = context;
  if (!audit.secret) {
    io.out(`${audit.id} is public: everybody can read it\n`);
    return 0;
  }
  const opener = openedBy(context.vars, audit);
  if (opener !== undefined) {
    io.out(`${opener} can read ${audit.id}\n`);
    return 0;
  }
  const rows = [
    ...audit.readers.map(({ key, because, now }) => [
      key,
      because,
      now === undefined ? "?" : now ? "yes" : "no: `den vars rekey`",
    ]),
    ...audit.others.map((other) => [
      shortRecipient(other),
      "-",
      "yes, and should not: `den vars rekey`",
    ]),
    ...audit.formerly.map((one) => [shortRecipient(one), "-", "could before: `den vars rotate`"]),
  ];
  io.out(
    rows.length === 0
      ? `nobody can read ${audit.id}\n`
      : table(["key", "because", "can read"], rows),
  );
  if (audit.machines.length > 0) io.out(`deployed to ${someOf(audit.machines)}\n`);
  return 0;
}

function everything(context: VarsContext, audits: readonly FileAudit[]): number {
  const { io } = context;
  if (context.json) printJson(context, { files: audits });
  else if (audits.length === 0) io.out("no generated values\n");
  else {
    io.out(
      table(
        ["file", "can read it", "deployed to", "notes"],
        audits.map((audit) => auditCells(context, audit)),
      ),
    );
    const secret = audits.filter((one) => one.secret).length;
    io.out(`${counted(audits.length, "file")}, ${secret} of them secret\n`);
  }
  return 0;
}

function auditCells(context: VarsContext, audit: FileAudit): string[] {
  const { id, secret, readers, others, machines, formerly } = audit;
  const pending = readers.filter(({ now }) => now === false).map(({ key }) => key);
  const notes = [
    ...(pending.length > 0 ? [`not yet: ${pending.join(", ")}`] : []),
    ...(others.length > 0 ? [`should not: ${others.map(shortRecipient).join(", ")}`] : []),
    ...(formerly.length > 0 ? [`${counted(formerly.length, "removed reader")} may know it`] : []),
  ];
  const keys =
    someOf(
      readers.map(({ key }) => key),
      6,
    ) || "nobody";
  const who = secret ? (openedBy(context.vars, audit) ?? keys) : "everybody";
  return [id, who, someOf(machines, 4) || "-", notes.join("; ")];
}
