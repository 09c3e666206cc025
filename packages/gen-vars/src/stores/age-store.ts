import { decryptAge, encryptAge, encryptAgeWithPassphrase } from "../age/age-file.ts";
import { type Identities, NO_IDENTITIES } from "../age/identity.ts";
import type { RunProgram } from "../effects/run-program.ts";
import { failure } from "../error/vars-error.ts";
import { DEFAULT_LAYOUT, instancePath, type Layout, pathPart } from "../layout/layout.ts";
import type { Operation } from "../repository/operation.ts";
import { digestOf } from "./in-repo.ts";
import { notFound } from "./not-found.ts";
import type { VarStore } from "./store.ts";

export interface AgeStoreOptions {
  readonly name?: string;
  readonly layout?: Layout;
  /** Keys to read with; asked for when first needed. */
  readonly identities?: () => Identities | Promise<Identities>;
  /** Text files instead of binary ones. Both are read by age, agenix and rage. @default true */
  readonly armor?: boolean;
  /** Encrypts to a passphrase instead of recipients; then recipients play no part. */
  readonly passphrase?: () => string | Promise<string>;
  /** For `passphrase`: scrypt's work factor as a power of two. @default 18 */
  readonly workFactor?: number;
}

/**
 * One age file for each value, at `vars/<kind>/<node>/<generator>/<file>/secret.age`: what agenix'
 * `age.secrets.<name>.file` takes as it is.
 */
export function ageStore(options: AgeStoreOptions = {}): VarStore {
  const { name = "age", layout = DEFAULT_LAYOUT, armor = true, passphrase } = options;
  const identities = async (): Promise<Identities> =>
    (await options.identities?.()) ?? NO_IDENTITIES;
  return {
    name,
    keepsSecrets: true,
    keepsPublic: false,
    hasRecipients: passphrase === undefined,
    locate: ({ node, generator, file }) => ({
      path: `${instancePath(layout, node, generator)}/${pathPart(file)}/secret.age`,
      format: "age",
    }),
    async inspect({ path }, { view }) {
      const bytes = view.read(path);
      return bytes === undefined ? undefined : { digest: digestOf(bytes) };
    },
    async read(location, { view, effects }) {
      const bytes = view.read(location.path);
      if (bytes === undefined) throw notFound(name, location);
      const phrase = await passphrase?.();
      return decryptAge(bytes, phrase === undefined ? await identities() : NO_IDENTITIES, {
        what: location.path,
        run: effects.run,
        ...(phrase === undefined ? {} : { passphrase: phrase }),
      });
    },
    async prepare(changes, context) {
      const operations: Operation[] = [];
      for (const change of changes) {
        const { path } = change.location;
        if (change.type === "delete") {
          operations.push({ type: "delete", path });
          continue;
        }
        if (change.type === "put" || passphrase === undefined) {
          const value =
            change.type === "put" ? change.value : await this.read(change.location, context);
          const content = await encrypt(value, change.recipients, path, context.effects.run);
          operations.push({ type: "put", path, content });
        }
      }
      return operations;
    },
  };

  async function encrypt(
    value: Uint8Array,
    recipients: readonly string[],
    path: string,
    run: RunProgram,
  ): Promise<Uint8Array> {
    if (passphrase !== undefined) {
      const workFactor = options.workFactor === undefined ? {} : { workFactor: options.workFactor };
      return encryptAgeWithPassphrase(value, await passphrase(), { armor, ...workFactor });
    }
    if (recipients.length === 0) throw nobody(path);
    return encryptAge(value, recipients, { armor, run });
  }
}

/** Nobody could read a file. */
export function nobody(path: string): Error {
  return failure({
    code: "no-recipients",
    message: `Nobody could read ${path}: it has no recipients.`,
    remedy: "Add the key of an administrator, or of the host that the file is for.",
    culprit: path,
  });
}
