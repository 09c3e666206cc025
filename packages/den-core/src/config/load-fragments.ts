import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { DenError } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { CONFIG_NAMES } from "./find-config.ts";
import { createModuleLoader, loadFile } from "./load-file.ts";

/** One loaded file: its path relative to the fleet's folder (with `/`), and what it exports. */
export interface Fragment {
  readonly file: string;
  readonly absolute: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** The namespace that imported it; undefined for the fleet's own files. */
  readonly namespace?: string;
}

/** Everything that was read: the root file first, then the imported ones in path order. */
export interface LoadedFragments {
  /** The folder of the root file: paths in messages and outputs are relative to it. */
  readonly root: string;
  readonly fragments: readonly Fragment[];
  readonly findings: readonly Finding[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The path of a file relative to the root, with forward slashes on every system. */
export function displayPath(root: string, file: string): string {
  return relative(root, file).split(sep).join("/");
}

async function expand(folder: string, patterns: readonly string[]): Promise<Map<string, string[]>> {
  const { glob } = await import("tinyglobby");
  const found = new Map<string, string[]>();
  for (const pattern of patterns) {
    const files = await glob(pattern, {
      cwd: folder,
      absolute: true,
      onlyFiles: true,
      expandDirectories: false,
      ignore: ["**/node_modules/**", "**/den-out/**", "**/.*/**", "**/*.d.ts", "**/*.test.*"],
    });
    const loadable = files
      .map((file) => resolve(file))
      .filter((file) => /\.([cm]?[jt]s|json|ya?ml)$/.test(file));
    found.set(pattern, loadable.sort());
  }
  return found;
}

/**
 * Loads a configuration file and, through `imports`, every fragment it names (each file once, nested
 * imports too). The order is the root file, then the others by path: it does not depend on the order
 * of the patterns.
 *
 * @throws DenError when any file does not parse or load, with a finding for each such file
 */
export async function loadFragments(configFile: string): Promise<LoadedFragments> {
  const entry = resolve(configFile);
  const root = dirname(entry);
  const findings: Finding[] = [];
  const loaded = new Map<string, Fragment>();
  const queue: string[] = [entry];
  if (!existsSync(entry)) {
    throw new DenError([
      problem("DEN_CONFIG_MISSING", `there is no file ${configFile}`, {
        remedy: "run `den init`, or name the file with --config",
      }),
    ]);
  }
  const modules = createModuleLoader(root);
  const seen = new Set(queue);
  const namespaced: Fragment[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const file = displayPath(root, next);
    let value: unknown;
    try {
      value = await loadFile(next, file, modules);
    } catch (error) {
      if (!(error instanceof DenError)) throw error;
      findings.push(...error.findings);
      continue;
    }
    if (!isRecord(value) || isNamespace(value)) {
      findings.push(
        problem(
          "DEN_CONFIG_SHAPE",
          `${file} exports ${isNamespace(value) ? "nothing by default" : describe(value)}, not a fleet`,
          {
            places: [{ file, path: [] }],
            remedy: "export default defineFleet({ … })",
          },
        ),
      );
      continue;
    }
    loaded.set(next, { file, absolute: next, value });
    findings.push(...(await loadNamespaces(next, file, value, root, namespaced)));
    const imports = value.imports;
    if (imports === undefined) continue;
    if (!Array.isArray(imports) || imports.some((pattern) => typeof pattern !== "string")) {
      findings.push(
        problem("DEN_WRONG_TYPE", `${file}: imports is not a list of globs`, {
          places: [{ file, path: ["imports"] }],
        }),
      );
      continue;
    }
    for (const [pattern, files] of await expand(dirname(next), imports as string[])) {
      const others = files.filter((found) => found !== next);
      if (others.length === 0) {
        findings.push({
          code: "DEN_IMPORT_EMPTY",
          severity: "warning",
          message: `the imports pattern ${JSON.stringify(pattern)} matches no file`,
          places: [{ file, path: ["imports"] }],
        });
      }
      for (const found of others) {
        if (seen.has(found)) continue;
        seen.add(found);
        queue.push(found);
      }
    }
  }
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length > 0) throw new DenError(errors);
  const [first, ...rest] = loaded.values();
  const byPath = rest.sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    root,
    fragments: first === undefined ? [] : [first, ...byPath, ...namespaced],
    findings,
  };
}

/** Loads what the namespaces of a file are imported from: a package, a folder, or another fleet's file. */
async function loadNamespaces(
  absolute: string,
  file: string,
  value: Readonly<Record<string, unknown>>,
  root: string,
  into: Fragment[],
): Promise<Finding[]> {
  if (!isRecord(value.namespaces)) return [];
  const findings: Finding[] = [];
  for (const [namespace, declared] of Object.entries(value.namespaces)) {
    if (!isRecord(declared) || typeof declared.from !== "string") continue;
    const places = [{ file, path: ["namespaces", namespace, "from"] }];
    try {
      const entries = await namespaceEntries(dirname(absolute), declared.from);
      if (entries.length === 0) throw new Error("there is nothing to load");
      for (const entry of entries) {
        const loaded = await loadFragments(entry);
        findings.push(...loaded.findings);
        for (const fragment of loaded.fragments) {
          into.push({ ...fragment, file: displayPath(root, fragment.absolute), namespace });
        }
      }
    } catch (error) {
      if (error instanceof DenError) findings.push(...error.findings);
      else {
        findings.push(
          problem(
            "DEN_NAMESPACE",
            `the namespace ${namespace} cannot be loaded from ${JSON.stringify(declared.from)}: ${(error as Error).message.split("\n")[0]}`,
            {
              places,
              remedy: "name a folder or a file (./…), or an installed package",
            },
          ),
        );
      }
    }
  }
  return findings;
}

/** The files to load: a fleet's own file where the folder has one, else every file in it. */
async function namespaceEntries(folder: string, from: string): Promise<string[]> {
  if (!from.startsWith(".") && !isAbsolute(from))
    return [createRequire(join(folder, "den.config.js")).resolve(from)];
  const target = resolve(folder, from);
  if (!statSync(target).isDirectory()) return [target];
  const config = CONFIG_NAMES.map((name) => join(target, name)).find((file) => existsSync(file));
  if (config !== undefined) return [config];
  const found = await expand(target, ["**/*"]);
  return [...found.values()].flat();
}

/** What a module without a default export gives: the module itself. */
function isNamespace(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    ((value as Record<symbol, unknown>)[Symbol.toStringTag] === "Module" ||
      Object.hasOwn(value, "__esModule"))
  );
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
