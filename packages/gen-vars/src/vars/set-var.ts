import { failure } from "../error/vars-error.ts";
import { fileId } from "../model/names.ts";
import { renderTemplate, templateReferences } from "../model/template.ts";
import type { Instance } from "../model/vars-model.ts";
import { commitInstances, targetOf } from "./commit.ts";
import { createGallery } from "./gallery.ts";
import { cleanStores } from "./generate.ts";
import { keptFiles } from "./kept-files.ts";
import { planOf } from "./plan-of.ts";
import { readStored } from "./read-value.ts";
import type { Vars } from "./vars.ts";

/**
 * Stores a value that was made elsewhere. Templates of the same generator follow; what depends on
 * the file is stale afterwards.
 *
 * @throws VarsError `not-found` (no such file), `invalid-value` (it is a template), `no-recipients`,
 * `locked`
 */
export async function setVar(
  vars: Vars,
  instance: Instance,
  file: string,
  value: Uint8Array,
): Promise<void> {
  const id = fileId(instance.node.id, instance.name, file);
  const declared = instance.generator.files.get(file);
  if (declared === undefined || declared.template !== undefined) {
    throw failure({
      code: declared === undefined ? "not-found" : "invalid-value",
      message:
        declared === undefined
          ? `${instance.id} has no file ${JSON.stringify(file)}.`
          : `${id} is a template and follows from other values.`,
      remedy: `Its files are ${[...instance.generator.files.keys()].join(", ") || "none"}.`,
      culprit: id,
    });
  }
  await vars.repository.transact(async (transaction) => {
    await cleanStores(vars);
    const plan = await planOf(vars);
    const before = plan.state(instance).stored;
    const old = before?.files.get(file);
    if (old !== undefined && old.secret === declared.secret) {
      try {
        if (Buffer.compare(await readStored(vars, instance, file, before), value) === 0) return;
      } catch {
        // Unreadable or damaged: to be replaced.
      }
    }
    const values = new Map([[file, value]]);
    for (const other of instance.generator.files.values()) {
      if (other.template === undefined) continue;
      const references = templateReferences(other.template);
      if (!references.some((item) => item.from === "file" && item.file === file)) continue;
      const found = new Map<unknown, Uint8Array>();
      for (const item of references) {
        if (item.from === "file") {
          const own = values.get(item.file);
          found.set(item, own ?? (await readStored(vars, instance, item.file, before)));
        } else if (item.from === "dependency") {
          const on = instance.dependencies.find((d) => d.dependency.as === item.as)?.on as Instance;
          found.set(item, await readStored(vars, on, item.file, plan.state(on).stored));
        } else found.set(item, await readStored(vars, instance, item.prompt, before));
      }
      const text = renderTemplate(other.template, (item) => found.get(item) as Uint8Array);
      values.set(other.name, text);
    }
    const made = await createGallery(vars, plan).add(instance, values);
    const next = made.after as NonNullable<typeof made.after>;
    const files = new Map([...keptFiles(before), ...next.files]);
    // What is kept is as old as it was, and made from what it was made from.
    const whole = [...instance.generator.files.values()].every(
      (f) => f.template !== undefined || values.has(f.name),
    );
    const { created, fingerprint } = whole ? next : (before ?? next);
    const rotate = [...instance.generator.files.values()].every(
      (f) => !f.secret || values.has(f.name),
    )
      ? undefined
      : before?.rotate;
    await commitInstances(vars, transaction, [
      { ...targetOf(vars, instance), before, after: { created, fingerprint, files, rotate } },
    ]);
  });
}
