import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decryptAge } from "../age/age-file.ts";
import {
  type Identities,
  mergeIdentities,
  NO_IDENTITIES,
  parseIdentities,
} from "../age/identity.ts";
import { refuse, VarsError, type VarsIssue } from "../error/vars-error.ts";
import { compare } from "../model/json.ts";
import { instanceId } from "../model/names.ts";
import { openSops, parseSops } from "../sops/sops-file.ts";
import { sopsValue } from "../sops/values.ts";
import type { ImportedGenerator } from "./entries.ts";

/** Where Clan kept a generator's files. */
export type ClanPlacement =
  | { readonly kind: "shared" }
  | { readonly kind: "machine"; readonly name: string }
  | { readonly kind: "export"; readonly name: string };

/** Values of one Clan generator. */
export interface ClanGenerator {
  readonly placement: ClanPlacement;
  readonly generator: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Clan's validation hash; `null` when it kept none. */
  readonly validation: string | null;
}

export interface ReadClanOptions {
  /** An administrator's keys, as Clan's `AGE_KEY` or key files hold them. */
  readonly identities?: Identities;
  /** Leaves out secrets that cannot be read instead of refusing. @default false */
  readonly skipUnreadable?: boolean;
}

/**
 * Reads the vars of a Clan repository: public files (`vars/…/value`), and secrets of its age layout
 * (`secrets/clan-vars/…/<file>.age`, through the machines' keys in `secrets/age-keys`, which are
 * encrypted to administrators) and of its sops layout (`vars/…/secret`).
 *
 * @throws VarsError with every secret that cannot be read
 */
export async function readClan(
  root: string,
  options: ReadClanOptions = {},
): Promise<ClanGenerator[]> {
  const admin = options.identities ?? NO_IDENTITIES;
  const machines = await machineKeys(root, admin);
  const all = mergeIdentities([admin, ...machines.values()]);
  const found = new Map<string, { entry: ClanGenerator; files: Map<string, Uint8Array> }>();
  const issues: VarsIssue[] = [];

  const slot = (folder: string, placement: ClanPlacement, generator: string) => {
    const key = JSON.stringify([placement, generator]);
    const known = found.get(key);
    if (known !== undefined) return known;
    const hash = join(root, "vars", folder, ".validation-hash");
    const old = join(root, "secrets/clan-vars", folder, ".validation-hash");
    const path = [hash, old].find((candidate) => existsSync(candidate));
    const validation = path === undefined ? null : readFileSync(path, "utf8").trim() || null;
    const files = new Map<string, Uint8Array>();
    const made = { entry: { placement, generator, files, validation }, files };
    found.set(key, made);
    return made;
  };
  const keep = async (
    place: ReturnType<typeof slot>,
    file: string,
    read: () => Promise<Uint8Array> | Uint8Array,
  ): Promise<void> => {
    try {
      place.files.set(file, await read());
    } catch (error) {
      if (!(error instanceof VarsError)) throw error;
      if (options.skipUnreadable !== true) issues.push(...error.issues);
    }
  };

  for (const { folder, placement, generator } of generatorFolders(join(root, "vars"))) {
    for (const file of folders(join(root, "vars", folder))) {
      const base = join(root, "vars", folder, file);
      const place = slot(folder, placement, generator);
      if (existsSync(join(base, "value"))) {
        await keep(place, file, () => readFileSync(join(base, "value")));
      } else if (existsSync(join(base, "secret"))) {
        await keep(place, file, () => readSopsSecret(join(base, "secret"), all));
      }
    }
  }
  const ageRoot = join(root, "secrets/clan-vars");
  for (const { folder, placement, generator } of generatorFolders(ageRoot)) {
    const keys =
      placement.kind === "machine"
        ? mergeIdentities([machines.get(placement.name) ?? NO_IDENTITIES, admin])
        : all;
    for (const file of folders(join(ageRoot, folder))) {
      const path = join(ageRoot, folder, file, `${file}.age`);
      if (!existsSync(path)) continue;
      await keep(slot(folder, placement, generator), file, () =>
        decryptAge(readFileSync(path), keys, { what: path }),
      );
    }
  }
  refuse(issues);
  return [...found.values()].map(({ entry }) => entry).filter(({ files }) => files.size > 0);
}

/** The machines' own keys, as far as an administrator's keys open them. */
async function machineKeys(root: string, admin: Identities): Promise<Map<string, Identities>> {
  const keys = new Map<string, Identities>();
  const base = join(root, "secrets/age-keys/machines");
  for (const machine of folders(base)) {
    const path = join(base, machine, "key.age");
    if (!existsSync(path)) continue;
    try {
      const text = await decryptAge(readFileSync(path), admin, { what: path });
      keys.set(machine, parseIdentities(Buffer.from(text).toString(), path));
    } catch (error) {
      // Its secrets are told to be unreadable one by one.
      if (!(error instanceof VarsError)) throw error;
    }
  }
  return keys;
}

async function readSopsSecret(path: string, identities: Identities): Promise<Uint8Array> {
  const open = await openSops(parseSops(readFileSync(path, "utf8"), "binary", path), identities);
  return sopsValue(open, ["data"]) ?? new Uint8Array();
}

interface GeneratorFolder {
  readonly folder: string;
  readonly placement: ClanPlacement;
  readonly generator: string;
}

/** `shared/<g>`, `per-machine/<m>/<g>` and `per-export/<key>/<g>` below a folder. */
function generatorFolders(root: string): GeneratorFolder[] {
  const shared = folders(join(root, "shared")).map(
    (generator): GeneratorFolder => ({
      folder: `shared/${generator}`,
      placement: { kind: "shared" },
      generator,
    }),
  );
  const placed = (["machine", "export"] as const).flatMap((kind) =>
    folders(join(root, `per-${kind}`)).flatMap((name) =>
      folders(join(root, `per-${kind}`, name)).map(
        (generator): GeneratorFolder => ({
          folder: `per-${kind}/${name}/${generator}`,
          placement: { kind, name },
          generator,
        }),
      ),
    ),
  );
  return [...shared, ...placed];
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort(compare);
}

/**
 * Clan's generators as entries for `importEntries`.
 *
 * @param nodeOf The scope node of a placement, by id; `undefined` leaves it out
 */
export function clanEntries(
  generators: readonly ClanGenerator[],
  nodeOf: (placement: ClanPlacement, generator: string) => string | undefined,
): ImportedGenerator[] {
  return generators.flatMap(({ placement, generator, files, validation }) => {
    const node = nodeOf(placement, generator);
    if (node === undefined) return [];
    // Clan compares hashes only when there is one.
    const made = validation === null ? {} : { validation };
    return [{ id: instanceId(node, generator), files, ...made }];
  });
}
