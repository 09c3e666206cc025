import { VarsError, type VarsIssue } from "../error/vars-error.ts";
import { statePath } from "../layout/layout.ts";
import type { Instance } from "../model/vars-model.ts";
import type { StoredFile, StoredGenerator } from "../plan/stored.ts";
import { parseState } from "../state/state-file.ts";
import type { Vars } from "./vars.ts";

/** What is really stored for an instance, and what is odd about it. */
export interface LoadedState {
  /** With contents and recipients as found; files that are gone are left out. */
  readonly stored: StoredGenerator | undefined;
  /** Files whose stored form is not the one that was recorded. */
  readonly altered: readonly string[];
  /** Files that are recorded and not there. */
  readonly lost: readonly string[];
  readonly issues: readonly VarsIssue[];
}

const EMPTY: LoadedState = { stored: undefined, altered: [], lost: [], issues: [] };

/**
 * Reads the record of an instance and compares it with the stores: one read and one hash for each
 * file, no key needed. A file that others changed counts as new content, so dependents are stale.
 */
export async function loadState(vars: Vars, instance: Instance): Promise<LoadedState> {
  const first = await readOnce(vars, instance);
  // Between reading the record and the files another process may have committed: look again.
  return first.altered.length + first.lost.length === 0 ? first : readOnce(vars, instance);
}

async function readOnce(vars: Vars, instance: Instance): Promise<LoadedState> {
  const path = statePath(vars.layout, instance.node, instance.name);
  const bytes = vars.repository.read(path);
  if (bytes === undefined) return EMPTY;
  let recorded: StoredGenerator;
  try {
    recorded = parseState(bytes, instance.id, path);
  } catch (error) {
    if (!(error instanceof VarsError)) throw error;
    return { ...EMPTY, issues: error.issues };
  }
  const files = new Map<string, StoredFile>();
  const altered: string[] = [];
  const lost: string[] = [];
  const issues: VarsIssue[] = [];
  for (const [name, file] of recorded.files) {
    const store = vars.stores.get(file.store);
    if (store === undefined) {
      // Not configured any more: nothing can be said, so what was recorded stands.
      files.set(name, file);
      continue;
    }
    try {
      const found = await store.inspect(file.location, vars.context);
      if (found === undefined) {
        lost.push(name);
        continue;
      }
      const recipients = found.recipients ?? file.recipients;
      const current = recipients === undefined ? file : { ...file, recipients };
      if (found.digest === file.digest) files.set(name, current);
      else {
        altered.push(name);
        files.set(name, { ...current, content: alteredContent(file, found.digest) });
      }
    } catch (error) {
      if (!(error instanceof VarsError)) throw error;
      issues.push(...error.issues);
      altered.push(name);
      files.set(name, file);
    }
  }
  const stored = files.size === 0 && lost.length > 0 ? undefined : { ...recorded, files };
  return { stored, altered, lost, issues };
}

function alteredContent(file: StoredFile, digest: string): string {
  return file.secret ? `altered:${digest}` : publicContent(digest);
}

/** The content id of a public file: a hash of its value, which is its stored form. */
export function publicContent(digest: string): string {
  return `sha256:${digest}`;
}
