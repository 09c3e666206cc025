import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Identities, mergeIdentities, parseIdentities, VarsError } from "gen-vars";
import type { Io } from "../io.ts";

/** Where private keys come from. They are read when the first value has to be decrypted. */
export interface IdentitySource {
  readonly home: string;
  /** @throws VarsError `identity-missing`, `identity-invalid` */
  readonly load: () => Promise<Identities>;
  /** Where keys were found, for messages; empty before they are read. */
  readonly used: readonly string[];
}

/** Where `den vars keys generate` writes, and sops looks. */
export function defaultIdentityFile(io: Io): string {
  const { XDG_CONFIG_HOME } = io.env;
  const config =
    XDG_CONFIG_HOME === undefined || XDG_CONFIG_HOME === ""
      ? join(homeOf(io), ".config")
      : XDG_CONFIG_HOME;
  return join(config, "sops", "age", "keys.txt");
}

/** The private keys of a command: the named files, else those that sops would find, and the ssh key. */
export function identitySource(io: Io, files: readonly string[]): IdentitySource {
  const used: string[] = [];
  let loaded: Promise<Identities> | undefined;
  return {
    home: homeOf(io),
    used,
    load: () => {
      loaded ??= load(io, files, used);
      return loaded;
    },
  };
}

/** A path as people write it. */
export function homePath(path: string, io: Io): string {
  const home = homeOf(io);
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function homeOf(io: Io): string {
  const { HOME } = io.env;
  return HOME === undefined || HOME === "" ? homedir() : HOME;
}

async function load(io: Io, files: readonly string[], used: string[]): Promise<Identities> {
  const named = files.map((file) => ({ shown: `--identity ${file}`, path: resolve(io.cwd, file) }));
  const sets = named.length > 0 ? named.map(readNamed) : standard(io, used);
  used.push(...named.map(({ path }) => path));
  const [only] = sets;
  return sets.length === 1 && only !== undefined ? only : mergeIdentities(sets);
}

function readNamed({ shown, path }: { readonly shown: string; readonly path: string }): Identities {
  return parseIdentities(readText(path, shown), path);
}

function standard(io: Io, used: string[]): Identities[] {
  const { SOPS_AGE_KEY, SOPS_AGE_KEY_FILE } = io.env;
  const sets: Identities[] = [];
  const looked: string[] = [];
  const take = (name: string, set: () => Identities): void => {
    sets.push(set());
    used.push(name);
  };
  if (SOPS_AGE_KEY !== undefined && SOPS_AGE_KEY !== "") {
    take("SOPS_AGE_KEY", () => parseIdentities(SOPS_AGE_KEY, "SOPS_AGE_KEY"));
  } else looked.push("SOPS_AGE_KEY is not set");
  if (SOPS_AGE_KEY_FILE !== undefined && SOPS_AGE_KEY_FILE !== "") {
    const path = resolve(io.cwd, SOPS_AGE_KEY_FILE);
    take(SOPS_AGE_KEY_FILE, () => readNamed({ shown: "SOPS_AGE_KEY_FILE", path }));
  } else looked.push("SOPS_AGE_KEY_FILE is not set");
  const own = defaultIdentityFile(io);
  if (existsSync(own))
    take(homePath(own, io), () => readNamed({ shown: "the key file", path: own }));
  else looked.push(`there is no ${homePath(own, io)}`);
  const ssh = join(homeOf(io), ".ssh", "id_ed25519");
  if (!existsSync(ssh)) looked.push("there is no ~/.ssh/id_ed25519");
  else {
    try {
      take("~/.ssh/id_ed25519", () => readNamed({ shown: "the ssh key", path: ssh }));
    } catch (error) {
      // One of the others may do; alone it is told.
      if (!(error instanceof VarsError)) throw error;
      looked.push("~/.ssh/id_ed25519 cannot be used (has it a passphrase?)");
    }
  }
  if (sets.length > 0) return sets;
  throw missing(
    `There is no private key to decrypt with: ${looked.join(", ")}.`,
    "make one with `den vars keys generate`, or name one with --identity FILE",
  );
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "is unreadable";
    throw missing(`${path} (${shown}) ${why}.`, "name a file that holds a private key");
  }
}

function missing(message: string, remedy: string): VarsError {
  return new VarsError([{ code: "identity-missing", message, remedy }]);
}
