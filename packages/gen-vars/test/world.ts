import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity } from "age-encryption";
import {
  addKey,
  ageStore,
  type Declaration,
  type Effects,
  EMPTY_KEYRING,
  type FileAddress,
  type GenerateOptions,
  type Identities,
  type Keyring,
  type ModelInput,
  openVars,
  parseIdentities,
  type VarStore,
  type Vars,
} from "gen-vars";
import { onTestFinished } from "vitest";
import { model } from "./support.ts";

/** A repository in a temporary folder, with an administrator's key and an age store. */
export interface World {
  readonly root: string;
  readonly admin: Identities;
  readonly adminKey: string;
  readonly keyring: Keyring;
  open(declarations: readonly Declaration[], options?: WorldOptions): Vars;
}

export interface WorldOptions {
  readonly stores?: readonly VarStore[];
  readonly storeOf?: (address: FileAddress) => string | undefined;
  readonly keyring?: Keyring;
  readonly effects?: Partial<Effects>;
  readonly model?: Partial<ModelInput>;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gen-vars-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function world(): Promise<World> {
  const root = temporaryFolder();
  const adminKey = await generateX25519Identity();
  const admin = parseIdentities(adminKey);
  const keyring = addKey(EMPTY_KEYRING, {
    name: "admin",
    role: "admin",
    recipients: admin.recipients,
  });
  return {
    root,
    admin,
    adminKey,
    keyring,
    open: (declarations, options = {}) =>
      openVars({
        root,
        model: model(declarations, options.model),
        stores: options.stores ?? [ageStore({ identities: () => admin })],
        keyring: options.keyring ?? keyring,
        ...(options.storeOf === undefined ? {} : { storeOf: options.storeOf }),
        ...(options.effects === undefined ? {} : { effects: options.effects }),
      }),
  };
}

/** Without a sandbox: what most tests want. */
export const BARE: GenerateOptions = { sandbox: "off", programs: "path" };

/** All files below a folder, by path, as text. */
export function filesBelow(root: string): Map<string, string> {
  const files = new Map<string, string>();
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (statSync(join(root, path)).isDirectory()) folders.push(path);
      else files.set(path, readFileSync(join(root, path), "latin1"));
    }
  }
  return files;
}

/** A clock that tests turn. */
export function clock(start = 1_700_000_000): { now: number; effects: Partial<Effects> } {
  const state = { now: start, effects: {} as Partial<Effects> };
  state.effects = { now: () => state.now };
  return state;
}
