import { createHash } from "node:crypto";
import { isNixExpr, nix, printFile } from "gen-nix";
import { isRecord } from "../model/reader.ts";
import type { TreeFile } from "../output/write-tree.ts";
import type { BoundContent } from "../pipeline/bind-content.ts";
import type { PlacedModule } from "../pipeline/outputs.ts";
import { fileStem, type Layout, relocator } from "./layout.ts";
import { routed } from "./routed.ts";

/** What is written as one shared file: a piece of content, and how it is placed. */
export interface ModuleSource {
  readonly aspect: string;
  readonly class: string;
  readonly content: BoundContent;
  /** Attribute names around the content, outermost first. */
  readonly at?: readonly string[];
  /** `module`: a NixOS-style module with \`_file\` and \`key\`; `value`: the bare content. */
  readonly form: "module" | "value";
  /** The condition and the arguments of the route that placed it. */
  readonly route?: PlacedModule["route"];
  /** Another value than the content's own, computed from it (renamed tests, say). */
  readonly value?: unknown;
}

/** The folder of shared content below the output folder. */
export const MODULES = "modules";

/** Writes content as files named by aspect and content, each once. */
export interface ModuleWriter {
  /** The path of the file, below the output folder; its text is in {@link ModuleWriter.take}. */
  write(source: ModuleSource): string;
  /** The files that were written since the last call. */
  take(): TreeFile[];
}

/** A writer that remembers which content it has written already. */
export function createModuleWriter(layout: Layout): ModuleWriter {
  const known = new Map<BoundContent, Map<string, string>>();
  const written = new Set<string>();
  let fresh: TreeFile[] = [];
  return {
    write(source) {
      const variant = JSON.stringify([
        source.class,
        source.form,
        source.at ?? [],
        source.value !== undefined,
        source.route?.policy ?? null,
      ]);
      const paths = known.get(source.content) ?? new Map<string, string>();
      known.set(source.content, paths);
      const before = source.value === undefined ? paths.get(variant) : undefined;
      if (before !== undefined) return before;
      const file = render(source, layout);
      paths.set(variant, file.path);
      if (!written.has(file.path)) {
        written.add(file.path);
        fresh.push(file);
      }
      return file.path;
    },
    take() {
      const files = fresh;
      fresh = [];
      return files;
    },
  };
}

/** The place of a declaration as NixOS shows it in its errors: it does not move with line numbers. */
function place(source: ModuleSource): string {
  return `${source.content.origin.file} (aspect ${source.aspect}, ${source.class})`;
}

function render(source: ModuleSource, layout: Layout): TreeFile {
  const relocate = relocator(layout, source.content.origin, MODULES);
  const header = `Aspect ${source.aspect}, class ${source.class}: ${source.content.origin.file}`;
  const body = source.value ?? source.content.value;
  const { value: placed, formals } = routed(
    body,
    source.content.formals,
    source.at ?? [],
    source.route,
  );
  const print = (value: unknown): string =>
    printFile(withFormals(value, formals, source.content.defaults), { header, relocate });
  // The name comes from the content alone, so that equal content is one file, whoever includes it.
  const hash = createHash("sha256").update(print(placed)).digest("hex").slice(0, 12);
  const stem = `${fileStem(source.aspect)}-${hash}`;
  const text =
    source.form === "value"
      ? print(placed)
      : print(asModule(placed, place(source), `${source.class}@${source.aspect}#${hash}`));
  return { path: `${MODULES}/${stem}.nix`, content: text };
}

/** `{ a, b, ... }: value`, or the value where it needs nothing. */
function withFormals(
  value: unknown,
  names: readonly string[],
  defaults: ReadonlyMap<string, unknown>,
): unknown {
  if (names.length === 0) return value;
  const formals = names.map((name) => [name, defaults.get(name) ?? nix.required]);
  return nix.lambda({ formals: Object.fromEntries(formals) }, value);
}

/** Adds `_file` and `key`; what is not an attribute set (a path, a function) is imported. */
function asModule(value: unknown, file: string, key: string): unknown {
  const head = { _file: file, key };
  if (isRecord(value) && !isNixExpr(value)) {
    // Both are the module's own in the module system: content that sets them keeps its own.
    return { ...head, ...value };
  }
  return { ...head, imports: [value] };
}
