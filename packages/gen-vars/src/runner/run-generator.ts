import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { refuse } from "../error/vars-error.ts";
import { renderTemplate, type TemplateReference } from "../model/template.ts";
import type { Instance } from "../model/vars-model.ts";
import { collectOutput, missingOutputs } from "./collect-output.ts";
import { runScript, type ScriptResult } from "./run-script.ts";
import { confinement, INSIDE } from "./sandbox.ts";
import { scriptError } from "./script-error.ts";
import { privateFolder, removeTree } from "./work-folder.ts";
import type { GeneratorTask, Limits, Values, Workshop } from "./workshop.ts";

/**
 * Runs one generator and answers its files. The contract is Clan's: `$in/<dependency>/<file>`,
 * `$prompts/<name>`, `$out/<file>`, bash with `set -euo pipefail`, coreutils and the declared
 * programs on the PATH, and nothing else of the environment.
 *
 * @throws VarsError `script-failed`, `script-timeout`, `script-output-too-large`, `cancelled`,
 * `output-missing`, `output-undeclared`, `output-invalid` (all of the last three at once)
 */
export async function runGenerator(task: GeneratorTask, workshop: Workshop): Promise<Values> {
  const { instance } = task;
  const values = new Map<string, Uint8Array>();
  if (instance.generator.script.trim() !== "") {
    const folder = workshop.folder.fresh();
    try {
      stage(folder, task);
      const result = await start(folder, instance, workshop);
      if (result.end !== "ok") throw scriptError(task, result, workshop);
      for (const [name, value] of collectOutput(join(folder, "out"), instance, workshop.limits)) {
        values.set(name, value);
      }
    } finally {
      removeTree(folder);
    }
  } else {
    for (const prompt of instance.generator.prompts.values()) {
      if (prompt.persist) values.set(prompt.name, task.prompts.get(prompt.name) as Uint8Array);
    }
    refuse(missingOutputs(instance, values));
  }
  for (const file of instance.generator.files.values()) {
    if (file.template === undefined) continue;
    values.set(
      file.name,
      renderTemplate(file.template, (reference) => referred(reference, task, values)),
    );
  }
  return values;
}

function referred(reference: TemplateReference, task: GeneratorTask, values: Values): Uint8Array {
  const found =
    reference.from === "file"
      ? values.get(reference.file)
      : reference.from === "prompt"
        ? task.prompts.get(reference.prompt)
        : task.inputs.get(reference.as)?.get(reference.file);
  return found as Uint8Array;
}

function stage(folder: string, { instance, inputs, prompts }: GeneratorTask): void {
  for (const name of ["in", "out", "prompts", "tmp"]) privateFolder(join(folder, name));
  for (const [as, files] of inputs) {
    const target = privateFolder(join(folder, "in", as));
    for (const [name, value] of files) writeFileSync(join(target, name), value, { mode: 0o400 });
  }
  for (const prompt of instance.generator.prompts.values()) {
    const value = prompts.get(prompt.name) as Uint8Array;
    writeFileSync(join(folder, "prompts", prompt.name), value, { mode: 0o400 });
    if (prompt.persist) writeFileSync(join(folder, "out", prompt.name), value, { mode: 0o600 });
  }
}

async function start(
  folder: string,
  instance: Instance,
  workshop: Workshop,
): Promise<ScriptResult> {
  const { sandbox, programs, limits } = workshop;
  const boxed = sandbox.kind === "bubblewrap";
  const root = boxed ? INSIDE : folder;
  const env: Record<string, string> = {
    ...workshop.env,
    PATH: programs.pathOf(instance).join(":"),
    HOME: `${root}/tmp`,
    TMPDIR: `${root}/tmp`,
    LANG: "C.UTF-8",
    TZ: "UTC",
    in: `${root}/in`,
    out: `${root}/out`,
    prompts: `${root}/prompts`,
  };
  writeFileSync(join(folder, "script"), scriptText(instance.generator.script, limits), {
    mode: 0o400,
  });
  const args = ["--noprofile", "--norc", `${root}/script`];
  const common = {
    timeoutSeconds: limits.timeoutSeconds,
    outputBytes: limits.outputBytes,
    signal: workshop.signal,
    diesWithUs: boxed,
  };
  if (!boxed) {
    const cwd = join(folder, "tmp");
    return runScript({ program: programs.bash, args, cwd, env, ...common }, workshop.folder);
  }
  const shown = [...programs.outside, ...programs.pathOf(instance)];
  const boxArgs = [
    ...confinement(sandbox),
    ...shown.flatMap((path) => ["--ro-bind", path, path]),
    "--ro-bind",
    workshop.etc,
    "/etc",
    "--bind",
    folder,
    INSIDE,
    "--chdir",
    `${INSIDE}/tmp`,
    "--",
    programs.bash,
    ...args,
  ];
  return runScript(
    { program: sandbox.program, args: boxArgs, cwd: "/", env, ...common },
    workshop.folder,
  );
}

/** No core dumps (they would hold secrets), no files beyond the limit. */
function scriptText(script: string, limits: Limits): string {
  const blocks = Math.ceil(limits.fileBytes / 1024) + 1;
  return `ulimit -c 0 2>&- || :\nulimit -f ${blocks} 2>&- || :\nset -euo pipefail\n${script}\n`;
}
