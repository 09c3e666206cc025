import { join } from "node:path";
import type { Effects } from "../effects/effects.ts";
import type { ProgramResult } from "../effects/run-program.ts";
import { failure } from "../error/vars-error.ts";
import { nodePath, pathPart } from "../layout/layout.ts";
import type { Operation } from "../repository/operation.ts";
import { safePath } from "../repository/safe-path.ts";
import { digestOf } from "./in-repo.ts";
import { notFound } from "./not-found.ts";
import type { StoreContext, VarStore } from "./store.ts";

export interface PasswordStoreOptions {
  readonly name?: string;
  /** The folder of the program's store, as an absolute path. */
  readonly folder: string;
  /** @default "pass" */
  readonly program?: "pass" | "passage";
  /** The entries' common prefix. @default "vars" */
  readonly prefix?: string;
  /** The environment of the program; its store folder is added. @default this process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const STAGING = ".staging";

/**
 * Entries `<prefix>/<kind>/<node>/<generator>/<file>` of `pass` or `passage`, which decide by their
 * own rules who can read them. Values go through stdin and stdout only. New values are first
 * inserted under a staging entry and moved when the transaction is decided; readers look there.
 */
export function passwordStore(options: PasswordStoreOptions): VarStore {
  const { name = "password-store", program = "pass", prefix = "vars", folder } = options;
  const extension = program === "pass" ? ".gpg" : ".age";
  const variable = program === "pass" ? "PASSWORD_STORE_DIR" : "PASSAGE_DIR";
  const env = { ...(options.env ?? process.env), [variable]: folder };

  async function call(
    effects: Effects,
    args: readonly string[],
    stdin?: Uint8Array,
  ): Promise<ProgramResult> {
    const result = await effects.run(program, args, { env, stdin });
    if (!result.absent) return result;
    throw failure({
      code: "program-missing",
      message: `The ${name} store needs the program ${program}, which is not on the PATH.`,
      remedy: `Install ${program}, or choose another store.`,
      culprit: program,
    });
  }

  async function must(
    effects: Effects,
    args: readonly string[],
    stdin?: Uint8Array,
  ): Promise<void> {
    const result = await call(effects, args, stdin);
    if (result.code === 0) return;
    throw failure({
      code: "program-failed",
      // Its output may repeat what it was given.
      message: `${program} ${args[0]} ended with code ${result.code}.`,
      remedy: `Try it by hand; is the store in ${folder} initialised, and are its keys at hand?`,
      culprit: program,
    });
  }

  const fileOf = (entry: string): string => join(folder, `${safePath(entry)}${extension}`);

  /** Where an entry's value is now: decided moves may still wait to be done. */
  function current(entry: string, context: StoreContext): string | undefined {
    for (const data of context.view.pending(name) as unknown as Move[]) {
      if (data.to !== entry) continue;
      if (data.from === null) return undefined;
      if (context.effects.files.kind(fileOf(data.from)) === "file") return data.from;
    }
    return entry;
  }

  return {
    name,
    keepsSecrets: true,
    keepsPublic: false,
    hasRecipients: false,
    locate: ({ node, generator, file }) => ({
      path: `${prefix}/${nodePath(node)}/${pathPart(generator)}/${pathPart(file)}`,
      format: "entry",
    }),
    async inspect({ path }, context) {
      const entry = current(path, context);
      const bytes = entry === undefined ? undefined : context.effects.files.read(fileOf(entry));
      return bytes === undefined ? undefined : { digest: digestOf(bytes) };
    },
    async read(location, context) {
      const entry = current(location.path, context);
      if (entry === undefined || context.effects.files.kind(fileOf(entry)) !== "file") {
        throw notFound(name, location);
      }
      const result = await call(context.effects, ["show", entry]);
      if (result.code === 0) return result.stdout;
      throw failure({
        code: "unreadable",
        message: `${program} could not decrypt ${location.path}.`,
        remedy: `Try \`${program} show ${location.path}\`; is your key among the store's?`,
        culprit: location.path,
      });
    },
    async prepare(changes, context) {
      const operations: Operation[] = [];
      let count = 0;
      for (const change of changes) {
        const to = change.location.path;
        if (change.type === "rekey") continue;
        const from =
          change.type === "delete"
            ? null
            : `${prefix}/${STAGING}/${context.transaction}/${count++}`;
        if (change.type === "put") {
          await must(context.effects, ["insert", "-m", "-f", from as string], change.value);
        }
        operations.push({ type: "external", store: name, data: { from, to } });
      }
      return operations;
    },
    async apply(data, effects) {
      const { from, to } = data as unknown as Move;
      const exists = (entry: string): boolean => effects.files.kind(fileOf(entry)) === "file";
      if (from === null) {
        if (exists(to)) await must(effects, ["rm", "-f", to]);
      } else if (exists(from)) await must(effects, ["mv", "-f", from, to]);
    },
    async clean(effects) {
      const staging = `${prefix}/${STAGING}`;
      if (effects.files.kind(join(folder, staging)) === "folder") {
        await must(effects, ["rm", "-r", "-f", staging]);
      }
    },
  };
}

interface Move {
  /** `null`: remove. */
  readonly from: string | null;
  readonly to: string;
}
