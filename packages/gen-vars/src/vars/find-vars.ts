import { suggest } from "../error/suggest.ts";
import { failure } from "../error/vars-error.ts";
import { fileId, instanceId } from "../model/names.ts";
import { nodeName } from "../model/scope-tree.ts";
import type { Instance, VarsModel } from "../model/vars-model.ts";

/** A file of the model. */
export interface FoundVar {
  readonly id: string;
  readonly instance: Instance;
  readonly file: string;
}

/**
 * The one file that a text means: its id, also with the name of its scope node (`web1/tls/key`), else
 * the only one that starts with the text, else the only one that has it as its last parts
 * (`wireguard/key`) or the start of them.
 *
 * @throws VarsError `unknown-name` with the nearest one, `ambiguous-name` with the candidates
 */
export function findVar(model: VarsModel, text: string): FoundVar {
  const all = model.instances.flatMap((instance) =>
    [...instance.generator.files.keys()].map((file) => ({
      id: fileId(instance.node.id, instance.name, file),
      alias: fileId(nodeName(instance.node), instance.name, file),
      instance,
      file,
    })),
  );
  const { id, instance, file } = choose(all, text, "file");
  return { id, instance, file };
}

/** The same for instances: `host:web1/wireguard`, `web1/wireguard`, `wireguard`, … */
export function findInstance(model: VarsModel, text: string): Instance {
  const all = model.instances.map((instance) => ({
    id: instance.id,
    alias: instanceId(nodeName(instance.node), instance.name),
    instance,
  }));
  return choose(all, text, "generator").instance;
}

/**
 * All instances of a generator's name or of the only name that starts with the text, else the one that
 * {@link findInstance} finds.
 */
export function findInstances(model: VarsModel, text: string): Instance[] {
  const names = new Set(model.instances.map(({ name }) => name));
  const starting = [...names].filter((name) => text !== "" && name.startsWith(text));
  const name = names.has(text) ? text : starting.length === 1 ? starting[0] : undefined;
  if (name === undefined) return [findInstance(model, text)];
  return model.instances.filter((instance) => instance.name === name);
}

const SHOWN = 8;

function choose<T extends { readonly id: string; readonly alias: string }>(
  all: readonly T[],
  text: string,
  what: string,
): T {
  const exact = all.find((item) => item.id === text);
  if (exact !== undefined) return exact;
  const tries: ((id: string) => boolean)[] = [
    (id) => id === text,
    (id) => id.startsWith(text),
    (id) => `/${id}`.endsWith(`/${text}`),
    (id) => `/${id}`.includes(`/${text}`),
  ];
  for (const fits of text === "" ? [] : tries) {
    const found = all.filter((item) => fits(item.id) || fits(item.alias));
    const [only] = found;
    if (found.length === 1 && only !== undefined) return only;
    if (found.length > 1) {
      const ids = found.slice(0, SHOWN).map((item) => item.id);
      const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
      throw failure({
        code: "ambiguous-name",
        message: `${JSON.stringify(text)} could be ${ids.join(", ")}${more}.`,
        remedy: "Write more of it.",
        culprit: text,
      });
    }
  }
  throw failure({
    code: "unknown-name",
    message: `There is no ${what} ${JSON.stringify(text)}.`,
    remedy: `List the ${what}s to see their ids.`,
    culprit: text,
    ...suggest(
      text,
      all.flatMap((item) => [...suffixes(item.id), item.alias]),
    ),
  });
}

/** The id and its ends, which people type. */
function suffixes(id: string): string[] {
  const parts = id.split("/");
  return parts.map((_, index) => parts.slice(index).join("/"));
}
