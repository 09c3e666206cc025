import type { GeneratorFile, Vars } from "gen-vars";
import type { Finding } from "../diagnostics/finding.ts";
import { entityId } from "../model/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { shellWord } from "../vars/remedies.ts";

/** Backends whose secrets a machine decrypts itself. */
const DECRYPTED_THERE: ReadonlySet<string | undefined> = new Set(["sops", "age"]);

/**
 * Hosts that get secrets and have no key: what they run would start without its secrets, long after the
 * build went well. Nothing else is wrong with such values, since an administrator can read them.
 */
export function checkMachineKeys(pipeline: Pipeline, vars: Vars): Finding[] {
  const { evaluator, model } = pipeline;
  const { scopes } = vars.model;
  const audiences = vars.audiences();
  const holders = new Set(
    vars
      .keyring()
      .keys.filter(({ role, recipients }) => role === "host" && recipients.length > 0)
      .flatMap(({ nodes }) => nodes.map((node) => scopes.find(node)?.id ?? node)),
  );
  const secrets = new Map<string, number>();
  for (const { node, name, generator } of vars.model.instances) {
    const backend = evaluator.get(pipeline.vars.backends.backend, node.id, name);
    if (!DECRYPTED_THERE.has(model.vars.backends.get(backend)?.type)) continue;
    for (const file of generator.files.values()) {
      if (!file.secret || isUploaded(file)) continue;
      for (const { id } of audiences.machinesOf(node, file.deploy, name))
        if (!holders.has(id)) secrets.set(id, (secrets.get(id) ?? 0) + 1);
    }
  }
  return model.hostNames.flatMap((host): Finding[] => {
    const count = secrets.get(entityId("host", host));
    if (count === undefined) return [];
    const places = model.entity(entityId("host", host))?.origins.slice(0, 1) ?? [];
    const what = count === 1 ? "secret that is" : `${count} secrets that are`;
    return [
      {
        code: "DEN_VARS_NO_RECIPIENTS",
        severity: "warning",
        message: `${host} cannot read the ${what} for it: no key of it is known`,
        subject: `host ${host}`,
        places,
        remedy: `\`den vars keys add ${shellWord(host)} --host-key FILE\` with its ssh key (ssh-keyscan), then \`den vars rekey\``,
      },
    ];
  });
}

/** Whether an installer brings a file, before the machine could decrypt anything. */
function isUploaded({ neededFor }: GeneratorFile): boolean {
  return neededFor === "partitioning" || neededFor === "activation";
}
