import { mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RunProgram } from "../effects/run-program.ts";
import { suggest } from "../error/suggest.ts";
import { refuse, type VarsIssue } from "../error/vars-error.ts";
import type { RuntimeInput } from "../model/generator.ts";
import { canonicalJson, compare } from "../model/json.ts";
import type { Instance } from "../model/vars-model.ts";
import { onPath } from "./on-path.ts";
import { isSystemPath } from "./sandbox.ts";
import { COREUTILS, PACKAGES } from "./well-known.ts";

/** Where programs come from: the PATH, nix, or the PATH and then nix. */
export type ProgramSource = "auto" | "path" | "nix";

export interface ProgramOptions {
  readonly source: ProgramSource;
  readonly run: RunProgram;
  /** The folders to look in. */
  readonly path: string;
  /** The flake that bare names are taken from. */
  readonly nixpkgs: string;
  /** Where folders of links are made. */
  readonly folder: string;
}

/** The programs that scripts get, linked into folders that hold nothing else. */
export interface Programs {
  readonly bash: string;
  /** Values for PATH. */
  pathOf(instance: Instance): readonly string[];
  /** Folders outside the system's that programs live in, to be shown inside sandboxes. */
  readonly outside: readonly string[];
}

/**
 * Finds every program that any of the instances needs, before anything runs.
 *
 * @throws VarsError `program-missing`, one issue for each missing program or package
 */
export async function findPrograms(
  instances: readonly Instance[],
  options: ProgramOptions,
): Promise<Programs> {
  const issues: VarsIssue[] = [];
  const outside = new Set<string>();
  const folders = new Map<string, string>();
  const base = join(options.folder, "base");
  const found = baseLinks(options);
  link(base, found, outside);
  const bash = found.get("bash");
  if (bash === undefined) {
    issues.push(missing("bash", "Every script", "Install bash."));
  }
  const resolved = new Map<string, Promise<ReadonlyMap<string, string> | string>>();
  for (const instance of instances) {
    const inputs = instance.generator.runtimeInputs;
    const key = canonicalJson(inputs);
    if (inputs.length === 0 || folders.has(key)) continue;
    const links = new Map<string, string>();
    for (const input of inputs) {
      const inputKey = canonicalJson(input);
      const known = resolved.get(inputKey) ?? resolveInput(input, options);
      resolved.set(inputKey, known);
      const programs = await known;
      if (typeof programs === "string") {
        issues.push(missing(input.package, instance.id, programs));
      } else for (const [name, target] of programs) links.set(name, target);
    }
    const folder = join(options.folder, `inputs-${folders.size}`);
    folders.set(key, folder);
    link(folder, links, outside);
  }
  refuse([...new Map(issues.map((issue) => [issue.culprit, issue])).values()]);
  return {
    bash: realpathSync.native(bash as string),
    outside: [...outside].sort(compare),
    pathOf(instance) {
      const own = folders.get(canonicalJson(instance.generator.runtimeInputs));
      return own === undefined ? [base] : [own, base];
    },
  };
}

function missing(program: string, who: string, remedy: string): VarsIssue {
  return {
    code: "program-missing",
    message: `${who} needs ${program}, which was not found.`,
    remedy,
    culprit: program,
    ...suggest(program, PACKAGES.keys()),
  };
}

/** bash and coreutils, which every script may count on. */
function baseLinks(options: ProgramOptions): Map<string, string> {
  const links = new Map<string, string>();
  for (const name of ["bash", "sh", ...COREUTILS]) {
    const target = onPath(name, options.path);
    if (target !== undefined) links.set(name, target);
  }
  return links;
}

/** Programs of one input by name, or what to do about their absence. */
async function resolveInput(
  input: RuntimeInput,
  options: ProgramOptions,
): Promise<ReadonlyMap<string, string> | string> {
  const { package: wanted, programs } = input;
  if (wanted.startsWith("/")) {
    const links = binFolder(wanted) ?? (await realised(wanted, options));
    return checked(links, programs) ?? "Build or copy it to this machine.";
  }
  const installable = /[#:]/.test(wanted);
  if (!installable && options.source !== "nix") {
    const names = programs.length > 0 ? programs : (PACKAGES.get(wanted) ?? [wanted]);
    const links = new Map<string, string>();
    for (const name of names) {
      const target = onPath(name, options.path);
      if (target !== undefined) links.set(name, target);
    }
    const absent = names.filter((name) => !links.has(name));
    if (absent.length === 0) return links;
    if (options.source === "path") {
      return `Install ${absent.join(", ")}, or let programs come from nix.`;
    }
  }
  const links = await built(installable ? wanted : `${options.nixpkgs}#${wanted}`, options);
  return checked(links, programs) ?? "Install it, or make it available to nix.";
}

function checked(
  links: ReadonlyMap<string, string> | undefined,
  programs: readonly string[],
): ReadonlyMap<string, string> | undefined {
  return programs.every((name) => links?.has(name)) ? links : undefined;
}

async function built(
  installable: string,
  { run }: ProgramOptions,
): Promise<ReadonlyMap<string, string> | undefined> {
  const features = ["--extra-experimental-features", "nix-command flakes"];
  const args = ["build", ...features, "--no-link", "--print-out-paths", "--", installable];
  const result = await run("nix", args);
  if (result.code !== 0) return undefined;
  const links = new Map<string, string>();
  for (const path of result.stdout.toString().split("\n")) {
    for (const [name, target] of binFolder(path) ?? []) links.set(name, target);
  }
  return links.size === 0 ? undefined : links;
}

async function realised(
  path: string,
  { run }: ProgramOptions,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (!path.startsWith("/nix/store/")) return undefined;
  const result = await run("nix-store", ["--realise", path]);
  return result.code === 0 ? binFolder(path) : undefined;
}

function binFolder(path: string): Map<string, string> | undefined {
  try {
    const folder = join(path, "bin");
    return new Map(readdirSync(folder).map((name) => [name, join(folder, name)]));
  } catch {
    return undefined;
  }
}

/** A folder of links with the programs' own names, which is what programs with many names go by. */
function link(folder: string, links: ReadonlyMap<string, string>, outside: Set<string>): void {
  mkdirSync(folder, { mode: 0o755 });
  for (const [name, target] of links) {
    const real = realpathSync.native(target);
    symlinkSync(real, join(folder, name));
    if (!isSystemPath(real)) outside.add(dirname(real));
  }
}
