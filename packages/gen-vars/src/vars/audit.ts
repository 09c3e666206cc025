import { suggest } from "../error/suggest.ts";
import { failure } from "../error/vars-error.ts";
import type { GeneratorFile } from "../model/generator.ts";
import { compare } from "../model/json.ts";
import { fileId } from "../model/names.ts";
import type { Instance } from "../model/vars-model.ts";
import type { Reader } from "../recipients/audience.ts";
import { accessTo } from "../visibility/access.ts";
import { planOf, type VarsPlan } from "./plan-of.ts";
import type { Vars } from "./vars.ts";

/** Who can read one file. */
export interface FileAudit {
  readonly id: string;
  readonly secret: boolean;
  readonly store: string | undefined;
  /** Keys that shall be able to read it, and why. */
  readonly readers: readonly {
    readonly key: string;
    readonly because: Reader["because"];
    /** Whether what is stored is encrypted to one of its recipients; `undefined`: cannot be told. */
    readonly now: boolean | undefined;
  }[];
  /** Recipients that can read what is stored and should not: by key's name, else the recipient. */
  readonly others: readonly string[];
  /** Machines that it is deployed to. */
  readonly machines: readonly string[];
  /** Since the value was made, these recipients could read it and no longer may. */
  readonly formerly: readonly string[];
}

/** Who can read each file, by plan order: what shall be, and what really is encrypted. */
export async function auditVars(vars: Vars, plan?: VarsPlan): Promise<FileAudit[]> {
  const found = plan ?? (await planOf(vars));
  return found.entries.flatMap(({ instance }) =>
    [...instance.generator.files.values()].map((file) => auditFile(vars, found, instance, file)),
  );
}

/** Who can read one file. */
export async function whoCanRead(vars: Vars, instance: Instance, file: string): Promise<FileAudit> {
  const declared = instance.generator.files.get(file);
  if (declared === undefined) {
    const known = [...instance.generator.files.keys()];
    throw failure({
      code: "not-found",
      message: `${instance.id} has no file ${JSON.stringify(file)}.`,
      remedy: `Its files are ${known.join(", ") || "none"}.`,
      culprit: instance.id,
      ...suggest(file, known),
    });
  }
  return auditFile(vars, await planOf(vars), instance, declared);
}

/** A file that a host (or other scope node) or a key can read, and on what grounds. */
export interface ReadableVar {
  readonly id: string;
  readonly secret: boolean;
  /** `public`: anybody can; `visible`: its scope sees it; `key`: a key of it can decrypt it. */
  readonly because: "public" | "visible" | "key";
}

/**
 * What a scope node or a key can read: the secrets that what is stored (or will be) is encrypted to
 * its keys, and for a scope node also the public files that it sees.
 *
 * @param who A scope node (id, name or alias), or the name of a key
 * @throws VarsError `unknown-name`
 */
export async function whatCanRead(vars: Vars, who: string): Promise<ReadableVar[]> {
  const { scopes } = vars.model;
  const node = scopes.find(who);
  const keyring = vars.keyring();
  const keys = keyring.keys.filter(
    (key) =>
      key.name === who ||
      (node !== undefined &&
        key.role !== "admin" &&
        key.nodes.some((reference) => scopes.find(reference) === node)),
  );
  if (node === undefined && keys.length === 0) {
    const known = [
      ...scopes.nodes.flatMap((n) => [n.id, n.name ?? n.id]),
      ...keyring.keys.map((key) => key.name),
    ];
    throw failure({
      code: "unknown-name",
      message: `${JSON.stringify(who)} is neither a scope node nor a key.`,
      remedy: "Name a scope node or a key.",
      culprit: who,
      ...suggest(who, known),
    });
  }
  const names = new Set(keys.map((key) => key.name));
  const result: ReadableVar[] = [];
  for (const audit of await auditVars(vars)) {
    const { id, secret } = audit;
    const reads = audit.readers.some((reader) => names.has(reader.key) && reader.now !== false);
    if (secret && (reads || audit.others.some((other) => names.has(other)))) {
      result.push({ id, secret, because: "key" });
    } else if (node !== undefined) {
      const owner = id.slice(0, id.lastIndexOf("/", id.lastIndexOf("/") - 1));
      const access = accessTo(scopes, node.id, owner);
      if (!secret && access !== undefined) result.push({ id, secret, because: "public" });
      const deployed = audit.machines.includes(node.id) && keys.length === 0;
      if (secret && deployed) result.push({ id, secret, because: "visible" });
    }
  }
  return result;
}

function auditFile(vars: Vars, plan: VarsPlan, instance: Instance, file: GeneratorFile): FileAudit {
  const { stored } = plan.state(instance);
  const current = stored?.files.get(file.name);
  const audiences = vars.audiences();
  const machines = audiences
    .machinesOf(instance.node, file.deploy, instance.name)
    .map((machine) => machine.id);
  const id = fileId(instance.node.id, instance.name, file.name);
  const store = current?.store;
  const formerly = file.secret ? (stored?.rotate?.removed ?? []) : [];
  if (!file.secret)
    return { id, secret: false, store, readers: [], others: [], machines, formerly };
  const form = vars.stores.get(store ?? "")?.recipient ?? ((recipient: string) => recipient);
  const found = audiences.readersOf(instance.node, instance.name, file.name, file.deploy);
  const actual = current?.recipients;
  const readers = found.map(({ key, because }) => ({
    key: key.name,
    because,
    now: actual === undefined ? undefined : key.recipients.some((r) => actual.includes(form(r))),
  }));
  const wanted = new Set(found.flatMap(({ key }) => key.recipients.map(form)));
  const owners = new Map(
    vars.keyring().keys.flatMap((key) => key.recipients.map((r) => [form(r), key.name] as const)),
  );
  const others = (actual ?? [])
    .filter((recipient) => !wanted.has(recipient))
    .map((recipient) => owners.get(recipient) ?? recipient)
    .sort(compare);
  return { id, secret: true, store, readers, others, machines, formerly };
}
