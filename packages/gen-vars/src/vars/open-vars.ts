import { type Effects, nodeEffects } from "../effects/effects.ts";
import { failure, refuse, type VarsIssue } from "../error/vars-error.ts";
import { DEFAULT_LAYOUT, type Layout } from "../layout/layout.ts";
import type { GeneratorFile } from "../model/generator.ts";
import { compare, type Json } from "../model/json.ts";
import { fileId } from "../model/names.ts";
import type { Instance, VarsModel } from "../model/vars-model.ts";
import { type Audiences, audiences, isNarrow, type Reader } from "../recipients/audience.ts";
import { EMPTY_KEYRING, type Keyring } from "../recipients/keyring.ts";
import { keyringPath, parseKeyring } from "../recipients/keyring-file.ts";
import { mergeKeyrings } from "../recipients/merge-keyrings.ts";
import { openRepository } from "../repository/repository.ts";
import { inRepoStore } from "../stores/in-repo.ts";
import type { FileAddress, VarStore } from "../stores/store.ts";
import { addressOf, storeNamed, type Vars } from "./vars.ts";

export interface VarsOptions {
  /** The folder of the repository, absolute. */
  readonly root: string;
  readonly model: VarsModel;
  /** Stores by their names. The in-repo store is added when no store keeps public files. */
  readonly stores: readonly VarStore[];
  /**
   * The store of a file: the place of policies. For public files it is overruled when that store
   * keeps secrets only. @default the first store that fits
   */
  readonly storeOf?: (address: FileAddress) => string | undefined;
  /** Keys from the configuration, beside those that commands add to the repository. */
  readonly keyring?: Keyring;
  readonly layout?: Layout;
  readonly effects?: Partial<Effects>;
}

/**
 * Opens a model on its stores. Nothing is read yet but what a question needs.
 *
 * @throws VarsError `store-unsuitable` when two stores have one name
 */
export function openVars(options: VarsOptions): Vars {
  const { root, model, layout = DEFAULT_LAYOUT } = options;
  const effects: Effects = { ...nodeEffects, ...options.effects };
  const stores = storeMap(options.stores, layout);
  const externals = new Map(
    [...stores].flatMap(([name, store]) => {
      const { apply } = store;
      return apply === undefined ? [] : [[name, (data: Json) => apply(data, effects)] as const];
    }),
  );
  const repository = openRepository(root, effects, externals);
  const declaredKeys = options.keyring ?? EMPTY_KEYRING;
  const path = keyringPath(layout);
  let keys: { readonly text: string; readonly keyring: Keyring } | undefined;
  let readers: { readonly keyring: Keyring; readonly audiences: Audiences } | undefined;
  const recipientCache = new Map<VarStore, Map<readonly Reader[], readonly string[]>>();

  const vars: Vars = {
    model,
    repository,
    stores,
    layout,
    effects,
    context: { view: repository, effects },
    declaredKeys,
    keyring() {
      const bytes = repository.read(path);
      const text = bytes === undefined ? "" : Buffer.from(bytes).toString();
      if (keys?.text !== text) {
        keys = { text, keyring: mergeKeyrings(declaredKeys, parseKeyring(bytes, path)) };
      }
      return keys.keyring;
    },
    audiences() {
      const keyring = vars.keyring();
      if (readers?.keyring !== keyring) readers = { keyring, audiences: audiences(model, keyring) };
      return readers.audiences;
    },
    storeFor: (instance, file) => storeFor(model, instance, file, stores, options.storeOf),
    recipientsFor(instance, file) {
      const store = vars.storeFor(instance, file);
      if (!file.secret || !store.hasRecipients) return undefined;
      const found = vars
        .audiences()
        .readersOf(instance.node, instance.name, file.name, file.deploy);
      if (store.sharesDocuments) refuseNarrow(instance, file, found);
      const cache = recipientCache.get(store) ?? new Map<readonly Reader[], readonly string[]>();
      recipientCache.set(store, cache);
      const known = cache.get(found);
      if (known !== undefined) return known;
      const texts = found
        .flatMap(({ key }) => key.recipients)
        .map((recipient) => store.recipient?.(recipient) ?? recipient);
      const recipients = [...new Set(texts)].sort(compare);
      cache.set(found, recipients);
      return recipients;
    },
  };
  return vars;
}

/** A document has one audience, so nobody can be let into a part of it. */
function refuseNarrow(instance: Instance, file: GeneratorFile, readers: readonly Reader[]): void {
  const narrow = readers.find(({ grant }) => grant !== undefined && isNarrow(grant));
  if (narrow === undefined) return;
  const id = fileId(instance.node.id, instance.name, file.name);
  throw failure({
    code: "store-unsuitable",
    message: `${narrow.key.name} is granted ${id} by its generator or name, and it is kept in one document with others.`,
    remedy: 'Keep it in documents of its own (a sops store with per: "file"), or grant the scope.',
    culprit: id,
  });
}

function storeMap(list: readonly VarStore[], layout: Layout): Map<string, VarStore> {
  const stores = new Map<string, VarStore>();
  const issues: VarsIssue[] = [];
  for (const store of list) {
    if (stores.has(store.name)) {
      issues.push({
        code: "store-unsuitable",
        message: `Two stores are called ${JSON.stringify(store.name)}.`,
        remedy: "Give each a name of its own.",
        culprit: store.name,
      });
    }
    stores.set(store.name, store);
  }
  refuse(issues);
  if (![...stores.values()].some((store) => store.keepsPublic)) {
    const added = inRepoStore({ layout });
    stores.set(added.name, added);
  }
  return stores;
}

function storeFor(
  model: VarsModel,
  instance: Instance,
  file: GeneratorFile,
  stores: ReadonlyMap<string, VarStore>,
  storeOf: VarsOptions["storeOf"],
): VarStore {
  const id = fileId(instance.node.id, instance.name, file.name);
  const suits = (store: VarStore): boolean =>
    file.secret ? store.keepsSecrets : store.keepsPublic;
  const name = storeOf?.(addressOf(model, instance, file));
  const chosen = name === undefined ? undefined : storeNamed(stores, name, id);
  if (chosen !== undefined && (suits(chosen) || file.secret)) {
    if (suits(chosen)) return chosen;
    throw failure({
      code: "store-unsuitable",
      message: `The secret file ${id} belongs into the store ${chosen.name}, which keeps public files only.`,
      remedy: 'Choose another store for it, or declare the file with "secret: false".',
      culprit: id,
    });
  }
  const found = [...stores.values()].find(suits);
  if (found !== undefined) return found;
  throw failure({
    code: "store-unknown",
    message: `No store is configured that keeps secret files such as ${id}.`,
    remedy: "Configure the sops, age or password-store store.",
    culprit: id,
  });
}
