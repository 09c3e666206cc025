import { readFileSync } from "node:fs";
import { dirname, extname, relative, sep } from "node:path";
import type { Jiti } from "jiti";
import { DenError, refuse } from "../diagnostics/den-error.ts";
import { userStack } from "../diagnostics/user-stack.ts";
import { cacheFolder, inSource, TRANSFORM } from "./transpiled.ts";

/**
 * What a file exports by default: TypeScript and JavaScript through jiti, JSON and YAML as data.
 * `absolute` is the file, `shown` its name in messages.
 *
 * @throws DenError `DEN_CONFIG_PARSE`, `DEN_CONFIG_LOAD`
 */
export async function loadFile(
  absolute: string,
  shown: string,
  modules: ModuleLoader,
): Promise<unknown> {
  switch (extname(absolute)) {
    case ".json":
    case ".yaml":
    case ".yml":
      return loadData(absolute, shown);
    default:
      return loadModule(absolute, shown, modules);
  }
}

async function loadData(absolute: string, shown: string): Promise<unknown> {
  const { LineCounter, parseDocument } = await import("yaml");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(absolute));
  } catch (error) {
    return refuse("DEN_CONFIG_LOAD", `${shown}: ${(error as Error).message}`, {
      places: [{ file: shown, path: [] }],
    });
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, strict: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new DenError(
      document.errors.map((error) => {
        const at = counter.linePos(error.pos[0]);
        return {
          code: "DEN_CONFIG_PARSE",
          severity: "error",
          message: `${shown}: ${withoutPlace(error.message)}`,
          places: [{ file: shown, path: [], line: at.line, column: at.col }],
        };
      }),
    );
  }
  if (absolute.endsWith(".json")) strictJson(text, shown);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return refuse("DEN_CONFIG_PARSE", `${shown}: ${(error as Error).message}`, {
      places: [{ file: shown, path: [] }],
    });
  }
}

/** What the parser of YAML says, without the place and the excerpt that den shows itself. */
function withoutPlace(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
}

/** YAML's parser knows places, but takes more than JSON: trailing commas, for one. */
function strictJson(text: string, shown: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const at = /line (\d+) column (\d+)/.exec((error as Error).message);
    const offset = /position (\d+)/.exec((error as Error).message)?.[1];
    const before = offset === undefined ? undefined : text.slice(0, Number(offset)).split("\n");
    const line = at !== null ? Number(at[1]) : before?.length;
    refuse("DEN_CONFIG_PARSE", `${shown}: not JSON: ${(error as Error).message.split("\n")[0]}`, {
      places: [
        {
          file: shown,
          path: [],
          ...(line === undefined
            ? {}
            : { line, column: at !== null ? Number(at[2]) : (before?.at(-1)?.length ?? 0) + 1 }),
        },
      ],
      remedy: "comments and trailing commas are not JSON; use den.config.yaml or .ts for them",
    });
  }
}

/** Loads modules of one fleet: a module that several files import is evaluated once. */
export type ModuleLoader = (absolute: string) => Promise<unknown>;

/** A loader for the modules below `root`; what an earlier loader kept of them is forgotten. */
export function createModuleLoader(root: string): ModuleLoader {
  let ready: Promise<Jiti> | undefined;
  return async (absolute) => {
    ready ??= startJiti(root);
    return (await ready).import(absolute, { default: true });
  };
}

async function startJiti(root: string): Promise<Jiti> {
  const [{ createJiti }, core, nix, select, schema] = await Promise.all([
    import("jiti"),
    import("../index.ts"),
    import("gen-nix"),
    import("gen-select"),
    import("gen-schema"),
  ]);
  // The files must meet the very modules that den runs with: symbols and builders are known by them.
  const jiti = createJiti(import.meta.url, {
    interopDefault: true,
    moduleCache: true,
    tryNative: false,
    fsCache: cacheFolder(),
    transformOptions: TRANSFORM,
    virtualModules: {
      "den-core": core,
      "gen-nix": nix,
      "gen-select": select,
      "gen-schema": schema,
    },
  });
  const inside = root.endsWith(sep) ? root : root + sep;
  for (const file of Object.keys(jiti.cache)) {
    if (file.startsWith(inside) && !file.includes(`${sep}node_modules${sep}`))
      delete jiti.cache[file];
  }
  return jiti;
}

const underWay = new Set<string>();

/** The files that are being loaded at the moment, as they are shown. */
export function loading(): string[] {
  return [...underWay];
}

async function loadModule(
  absolute: string,
  shown: string,
  modules: ModuleLoader,
): Promise<unknown> {
  underWay.add(shown);
  try {
    return await modules(absolute);
  } catch (error) {
    throw await loadFailure(error, absolute, shown);
  } finally {
    underWay.delete(shown);
  }
}

/** A syntax error knows its line and column; any other error keeps the part of its stack in user files. */
async function loadFailure(error: unknown, absolute: string, shown: string): Promise<DenError> {
  const message = error instanceof Error ? error.message : String(error);
  // jiti tells of a syntax error as "ParseError: what \n file:line:column", of any of the files it loads.
  const syntax =
    /^ParseError: (.*?)\s*\n\s*(.+):(\d+):(\d+)/.exec(message) ??
    /^(?:\w*SyntaxError: )?(.*?)\s*()\((\d+):(\d+)\)/.exec(message);
  if (syntax !== null) {
    const file = syntax[2] === "" || syntax[2] === absolute ? shown : (syntax[2] ?? shown);
    return new DenError(
      [
        {
          code: "DEN_CONFIG_PARSE",
          severity: "error",
          message: `${file}: ${(syntax[1] ?? "").trim()}`,
          // Its columns begin at 0.
          places: [{ file, path: [], line: Number(syntax[3]), column: Number(syntax[4]) + 1 }],
        },
      ],
      { cause: error },
    );
  }
  // In the file itself, or in one of the fleet's that it imports.
  const root = absolute.endsWith(shown) ? absolute.slice(0, -shown.length) : dirname(absolute);
  const frames = userStack(error, []).filter(
    ({ file }) => file === absolute || file.startsWith(root),
  );
  const stack = await Promise.all(frames.map(inSource));
  return new DenError(
    [
      {
        code: "DEN_CONFIG_LOAD",
        severity: "error",
        message: `${shown}: ${message.split("\n")[0]}`,
        places: [
          stack[0] === undefined
            ? { file: shown, path: [] }
            : {
                file: relative(root, stack[0].file).split(sep).join("/"),
                path: [],
                line: stack[0].line,
                column: stack[0].column,
              },
        ],
        ...(stack.length === 0 ? {} : { detail: stack.map((frame) => frame.text).join("\n") }),
      },
    ],
    { cause: error },
  );
}
