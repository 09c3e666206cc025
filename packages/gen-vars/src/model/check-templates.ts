import { suggest } from "../error/suggest.ts";
import type { VarsIssue } from "../error/vars-error.ts";
import { type Place, report } from "./field-reader.ts";
import { type Generator, type GeneratorFile, isHidden } from "./generator.ts";
import { templateReferences } from "./template.ts";
import type { Instance } from "./vars-model.ts";

/**
 * Reports templates that refer to nothing, to another template, or that would put a secret of this
 * generator into a public file. (Secrets of dependencies are checked when those are known.)
 */
export function checkTemplates(generator: Generator, place: Place): void {
  for (const file of generator.files.values()) {
    if (file.template === undefined) continue;
    const path = `files.${file.name}.template`;
    for (const reference of templateReferences(file.template)) {
      if (reference.from === "file") {
        const other = generator.files.get(reference.file);
        if (other === undefined || other.template !== undefined) {
          dangling(`the file ${reference.file}`, reference.file, plainFiles(generator));
        } else if (other.secret && !file.secret) leak(reference.file);
      } else if (reference.from === "prompt") {
        const prompt = generator.prompts.get(reference.prompt);
        if (prompt === undefined) {
          dangling(`the prompt ${reference.prompt}`, reference.prompt, generator.prompts.keys());
        } else if (!file.secret && isHidden(prompt)) leak(`prompts/${reference.prompt}`);
      }
    }

    function dangling(what: string, name: string, known: Iterable<string>): void {
      report(
        place,
        "template-reference",
        path,
        `${path} refers to ${what}, which is not there or is itself a template.`,
        "Name a file that the script writes, a prompt, or a dependency's file.",
        suggest(name, known),
      );
    }

    function leak(source: string): void {
      reportLeak(file as GeneratorFile, source, place);
    }
  }
}

/** Reports that a public template would contain a secret. */
function reportLeak(file: GeneratorFile, source: string, place: Place): void {
  report(
    place,
    "template-leaks-secret",
    `files.${file.name}.template`,
    `the public file ${file.name} would contain the secret ${source}.`,
    `Declare files.${file.name} with "secret: true", or leave the secret out of its template.`,
  );
}

function plainFiles(generator: Generator): string[] {
  return [...generator.files.values()]
    .filter((file) => file.template === undefined)
    .map((file) => file.name);
}

/** References of templates to files of dependencies: there, staged, and no secret in a public file. */
export function checkTemplateFiles(instance: Instance, issues: VarsIssue[]): void {
  if (!instance.generator.hasTemplates) return;
  const target: Place = {
    culprit: instance.id,
    origin: instance.declarations[0]?.origin,
    issues,
  };
  for (const file of instance.generator.files.values()) {
    if (file.template === undefined) continue;
    for (const reference of templateReferences(file.template)) {
      if (reference.from !== "dependency") continue;
      const found = instance.dependencies.find((item) => item.dependency.as === reference.as);
      if (found === undefined) continue;
      const other = found.on.generator.files.get(reference.file);
      if (other === undefined || (found.access === "public" && other.secret)) {
        report(
          target,
          "template-reference",
          `files.${file.name}.template`,
          `the template of ${file.name} refers to ${reference.as}/${reference.file}, which ${found.on.id} does not offer here.`,
          "Name one of its files that this scope may see.",
          suggest(reference.file, found.on.generator.files.keys()),
        );
      } else if (other.secret && !file.secret) {
        reportLeak(file, `${reference.as}/${reference.file}`, target);
      }
    }
  }
}
