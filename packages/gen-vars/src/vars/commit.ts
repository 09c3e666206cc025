import { statePath } from "../layout/layout.ts";
import { compare } from "../model/json.ts";
import type { ScopeNode } from "../model/scope.ts";
import type { Instance } from "../model/vars-model.ts";
import type {
  Fingerprint,
  Location,
  RotationMark,
  StoredFile,
  StoredGenerator,
} from "../plan/stored.ts";
import type { Operation } from "../repository/operation.ts";
import { overlay } from "../repository/overlay.ts";
import type { Transaction } from "../repository/repository.ts";
import { printState } from "../state/state-file.ts";
import type { StoreChange, StoreContext } from "../stores/store.ts";
import { loadState } from "./stored-state.ts";
import { storeNamed, type Vars } from "./vars.ts";

/** Whose record changes. */
export interface ChangeTarget {
  readonly id: string;
  /** The path of the record. */
  readonly path: string;
  /** The scope node, when the model has it. */
  readonly node: ScopeNode | undefined;
}

/** The target for an instance of the model. */
export function targetOf(vars: Vars, instance: Instance): ChangeTarget {
  const path = statePath(vars.layout, instance.node, instance.name);
  return { id: instance.id, path, node: instance.node };
}

/** What shall be stored for one instance. */
export interface InstanceChange extends ChangeTarget {
  readonly before: StoredGenerator | undefined;
  /** `undefined`: nothing. */
  readonly after: NextGenerator | undefined;
}

export interface NextGenerator {
  readonly created: number;
  readonly fingerprint: Fingerprint;
  readonly rotate?: RotationMark | undefined;
  readonly files: ReadonlyMap<string, NextFile>;
}

export interface NextFile {
  readonly store: string;
  readonly location: Location;
  readonly secret: boolean;
  readonly content: string;
  /** Canonical recipients, for stores that have them. */
  readonly recipients: readonly string[] | undefined;
  /** A new value; `rekey`: the old one for other recipients; `keep`: untouched. */
  readonly value: Uint8Array | "rekey" | "keep";
}

/**
 * Commits changes of instances as one transaction: values in all stores, and the records. Records
 * hold what the stores will say about the new files, so that later changes by others are noticed.
 */
export async function commitInstances(
  vars: Vars,
  transaction: Transaction,
  changes: readonly InstanceChange[],
): Promise<void> {
  const operations = await storeOperations(vars, transaction, changes);
  const context: StoreContext = { ...vars.context, view: overlay(vars.repository, operations) };
  const touched = new Set(operations.flatMap((op) => (op.type === "external" ? [] : [op.path])));
  for (const change of changes) {
    operations.push(await stateOperation(vars, context, change, touched));
  }
  operations.push(...(await neighbourOperations(vars, context, changes, touched)));
  await transaction.commit(operations.filter((operation) => !isDone(vars, operation)));
}

async function storeOperations(
  vars: Vars,
  transaction: Transaction,
  changes: readonly InstanceChange[],
): Promise<Operation[]> {
  const byStore = new Map<string, StoreChange[]>();
  const add = (store: string, change: StoreChange): void => {
    const list = byStore.get(store);
    if (list === undefined) byStore.set(store, [change]);
    else list.push(change);
  };
  const written = new Set<string>();
  for (const { after } of changes) {
    for (const { store, location, value, recipients = [] } of after?.files.values() ?? []) {
      written.add(placeText(store, location));
      if (value === "keep") continue;
      if (value === "rekey") add(store, { type: "rekey", location, recipients });
      else add(store, { type: "put", location, value, recipients });
    }
  }
  for (const { before } of changes) {
    for (const { store, location } of before?.files.values() ?? []) {
      if (written.has(placeText(store, location)) || !vars.stores.has(store)) continue;
      add(store, { type: "delete", location });
    }
  }
  const operations: Operation[] = [];
  for (const name of [...byStore.keys()].sort(compare)) {
    const store = storeNamed(vars.stores, name, "A file");
    const context = { ...vars.context, transaction: transaction.id };
    operations.push(...(await store.prepare(byStore.get(name) as StoreChange[], context)));
  }
  return operations;
}

function placeText(store: string, location: Location): string {
  return JSON.stringify([store, location.path, location.key ?? null]);
}

async function stateOperation(
  vars: Vars,
  context: StoreContext,
  { id, path, before, after }: InstanceChange,
  touched: ReadonlySet<string>,
): Promise<Operation> {
  if (after === undefined) return { type: "delete", path };
  const files = new Map<string, StoredFile>();
  for (const [name, file] of after.files) {
    const { store, location, secret, content, recipients } = file;
    const old = before?.files.get(name);
    const entry = { store, location, secret, content };
    if (file.value === "keep" && old !== undefined && !touched.has(location.path)) {
      // With the digest that was recorded: a change by others must stay noticeable.
      files.set(name, { ...entry, ...old });
      continue;
    }
    const known = recipients ?? (file.value === "keep" ? old?.recipients : undefined);
    files.set(name, await inspected(vars, context, { ...entry, digest: old?.digest ?? "" }, known));
  }
  const { created, fingerprint, rotate } = after;
  const extra = before?.extra;
  const stored: StoredGenerator = {
    created,
    fingerprint,
    files,
    ...(rotate === undefined ? {} : { rotate }),
    ...(extra === undefined ? {} : { extra }),
  };
  return { type: "put", path, content: printState(id, stored) };
}

async function inspected(
  vars: Vars,
  context: StoreContext,
  file: StoredFile,
  known: readonly string[] | undefined,
): Promise<StoredFile> {
  const found = await vars.stores.get(file.store)?.inspect(file.location, context);
  const recipients = found?.recipients ?? known;
  return {
    ...file,
    digest: found?.digest ?? file.digest,
    ...(recipients === undefined ? {} : { recipients }),
  };
}

/** A document may hold values of other generators of its node, encrypted anew with the rest of it. */
async function neighbourOperations(
  vars: Vars,
  context: StoreContext,
  changes: readonly InstanceChange[],
  touched: ReadonlySet<string>,
): Promise<Operation[]> {
  const done = new Set(changes.map(({ id }) => id));
  const operations: Operation[] = [];
  for (const node of new Set(changes.flatMap((change) => change.node ?? []))) {
    for (const instance of vars.model.at(node.id).values()) {
      if (done.has(instance.id)) continue;
      const { stored, altered } = await loadState(vars, instance);
      const shared = [...(stored?.files ?? [])].filter(
        ([name, file]) => touched.has(file.location.path) && !altered.includes(name),
      );
      if (stored === undefined || shared.length === 0) continue;
      const files = new Map(stored.files);
      for (const [name, file] of shared) {
        files.set(name, await inspected(vars, context, file, file.recipients));
      }
      const path = statePath(vars.layout, node, instance.name);
      operations.push({
        type: "put",
        path,
        content: printState(instance.id, { ...stored, files }),
      });
    }
  }
  return operations;
}

/** Whether a step would change nothing. */
function isDone(vars: Vars, operation: Operation): boolean {
  if (operation.type === "external") return false;
  const now = vars.repository.read(operation.path);
  if (operation.type === "delete") return now === undefined;
  return now !== undefined && Buffer.compare(now, operation.content) === 0;
}
