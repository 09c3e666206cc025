import { chmodSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failure, refuse, type VarsIssue } from "../error/vars-error.ts";
import type { Instance } from "../model/vars-model.ts";
import type { Limits, Values } from "./workshop.ts";

/**
 * The declared files of a script's `$out`, read without following links.
 *
 * @throws VarsError `output-missing`, `output-undeclared`, `output-invalid`,
 * `script-output-too-large`: all there are
 */
export function collectOutput(out: string, instance: Instance, limits: Limits): Values {
  const { files } = instance.generator;
  const values = new Map<string, Uint8Array>();
  const issues: VarsIssue[] = [];
  const report = (code: VarsIssue["code"], message: string, remedy: string, file: string): void =>
    void issues.push({ code, message, remedy, culprit: instance.id, path: `files.${file}` });
  let total = 0;
  // The script could have put a link to anywhere in its place.
  if (lstatSync(out, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw failure({
      code: "output-invalid",
      message: `${instance.id} removed or replaced the folder $out.`,
      remedy: "Write files into the folder that is there.",
      culprit: instance.id,
    });
  }
  chmodSync(out, 0o700);
  for (const name of readdirSync(out).sort()) {
    const declared = files.get(name);
    if (declared === undefined || declared.template !== undefined) {
      const what = declared === undefined ? "is not declared" : "is a template";
      report(
        "output-undeclared",
        `${instance.id} wrote the file ${JSON.stringify(name)}, which ${what}.`,
        "Declare it under `files`, or write it to $TMPDIR.",
        name,
      );
      continue;
    }
    const path = join(out, name);
    const found = lstatSync(path);
    if (!found.isFile() || found.nlink > 1) {
      report(
        "output-invalid",
        `${instance.id} made ${name} something else than a plain file.`,
        "Write the content itself, not a link or folder.",
        name,
      );
      continue;
    }
    total += found.size;
    if (total > limits.fileBytes) {
      report(
        "script-output-too-large",
        `The files of ${instance.id} are larger than ${limits.fileBytes} bytes together.`,
        "Write less, or raise the limit.",
        name,
      );
      break;
    }
    if ((found.mode & 0o400) === 0) chmodSync(path, 0o600);
    values.set(name, readFileSync(path));
  }
  if (total <= limits.fileBytes) issues.push(...missingOutputs(instance, values, issues));
  refuse(issues);
  return values;
}

/** Declared files that are not among the values. */
export function missingOutputs(
  instance: Instance,
  values: Values,
  known: readonly VarsIssue[] = [],
): VarsIssue[] {
  const issues: VarsIssue[] = [];
  for (const file of instance.generator.files.values()) {
    const told = known.some((issue) => issue.path === `files.${file.name}`);
    if (file.template !== undefined || values.has(file.name) || told) continue;
    const none = instance.generator.script.trim() === "";
    issues.push({
      code: "output-missing",
      message: none
        ? `${instance.id} has no script that writes ${file.name}.`
        : `${instance.id} did not write its file ${file.name}.`,
      remedy: none
        ? "Set its value by hand, or give the generator a script."
        : `Write it to $out/${file.name}, or remove it from \`files\`.`,
      culprit: instance.id,
      path: `files.${file.name}`,
    });
  }
  return issues;
}
