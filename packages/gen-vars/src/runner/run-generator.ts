import { chmodSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failure, refuse, type VarsIssue } from "../error/vars-error.ts";
import { isHidden } from "../model/generator.ts";
import { renderTemplate, type TemplateReference } from "../model/template.ts";
import type { Instance } from "../model/vars-model.ts";
import type { Programs } from "./programs.ts";
import { runScript, type ScriptResult } from "./run-script.ts";
import { confinement, INSIDE, type Sandbox } from "./sandbox.ts";
import { privateFolder, removeTree, type WorkFolder } from "./work-folder.ts";

/** Files by name. */
export type Values = ReadonlyMap<string, Uint8Array>;

/** What a generator is given. */
export interface GeneratorTask {
  readonly instance: Instance;
  /** Staged files of dependencies, by folder. */
  readonly inputs: ReadonlyMap<string, Values>;
  /** Answers to its prompts. */
  readonly prompts: Values;
}

export interface Limits {
  /** How long a script may run. */
  readonly timeoutSeconds: number;
  /** How much it may print. */
  readonly outputBytes: number;
  /** How large all its files may be together. */
  readonly fileBytes: number;
}

/** What all generators of a run share. */
export interface Workshop {
  readonly folder: WorkFolder;
  readonly programs: Programs;
  readonly sandbox: Sandbox;
  readonly limits: Limits;
  /** Declared variables, on top of the runner's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether a failing script's output is told even though it may hold secrets. */
  readonly showOutput: boolean;
  readonly signal: AbortSignal | undefined;
}

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
      for (const [name, value] of collect(join(folder, "out"), instance, workshop.limits)) {
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

/** The declared files, read without following links. */
function collect(out: string, instance: Instance, limits: Limits): Values {
  const { files } = instance.generator;
  const values = new Map<string, Uint8Array>();
  const issues: VarsIssue[] = [];
  const report = (code: VarsIssue["code"], message: string, remedy: string, file: string): void =>
    void issues.push({ code, message, remedy, culprit: instance.id, path: `files.${file}` });
  let total = 0;
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

function missingOutputs(
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

/** Whether anything that a script is given or makes is secret. */
function touchesSecrets({ instance }: GeneratorTask): boolean {
  const { files, prompts } = instance.generator;
  return (
    [...files.values()].some((file) => file.secret) ||
    [...prompts.values()].some(isHidden) ||
    instance.dependencies.some(
      ({ on, access }) =>
        access === "all" && [...on.generator.files.values()].some((file) => file.secret),
    )
  );
}

function scriptError(task: GeneratorTask, result: ScriptResult, workshop: Workshop): Error {
  const { id } = task.instance;
  const { limits } = workshop;
  switch (result.end) {
    case "timeout":
      return failure({
        code: "script-timeout",
        message: `The script of ${id} ran longer than ${limits.timeoutSeconds} seconds and was stopped.`,
        remedy: "Make it faster (it has no network and no terminal), or raise the limit.",
        culprit: id,
      });
    case "too-much-output":
      return failure({
        code: "script-output-too-large",
        message: `The script of ${id} printed more than ${limits.outputBytes} bytes and was stopped.`,
        remedy: "Print less; files belong into $out.",
        culprit: id,
      });
    case "cancelled":
      return failure({
        code: "cancelled",
        message: `The run was cancelled while ${id} ran.`,
        remedy: "Nothing of it was stored; start it again.",
        culprit: id,
      });
    default: {
      // 128 + SIGXFSZ: the shell reports a child that hit the limit on file sizes.
      if (result.signal === "SIGXFSZ" || result.code === 153) {
        return failure({
          code: "script-output-too-large",
          message: `The script of ${id} wrote a file larger than ${limits.fileBytes} bytes and was stopped.`,
          remedy: "Write less, or raise the limit.",
          culprit: id,
        });
      }
      const how = result.signal === null ? `code ${result.code}` : `signal ${result.signal}`;
      const shown = workshop.showOutput || !touchesSecrets(task);
      const lines = result.output.trimEnd().split("\n").slice(-20).join("\n");
      const printed = result.output.trim() === "" ? " It printed nothing." : "";
      return failure({
        code: "script-failed",
        message: `The script of ${id} ended with ${how}.${printed !== "" ? printed : shown ? ` It printed:\n${lines}\n` : ""}`,
        remedy:
          printed !== "" || shown
            ? "Mend the script."
            : "What it printed is withheld, because it handles secrets; ask for it to be shown to see it.",
        culprit: id,
      });
    }
  }
}
