import { type Identities, NO_IDENTITIES } from "../age/identity.ts";
import { sshToAge } from "../age/recipient.ts";
import { failure } from "../error/vars-error.ts";
import { DEFAULT_LAYOUT, instancePath, type Layout, nodePath, pathPart } from "../layout/layout.ts";
import { compare } from "../model/json.ts";
import type { Location } from "../plan/stored.ts";
import type { Operation } from "../repository/operation.ts";
import { DEFAULT_RULE, isEncrypted } from "../sops/metadata.ts";
import { sealSops } from "../sops/seal-sops.ts";
import {
  newSops,
  type OpenSopsFile,
  openSops,
  parseSops,
  type SopsFile,
  type SopsFormat,
} from "../sops/sops-file.ts";
import { at, withAt } from "../sops/tree.ts";
import { sopsRemove, sopsSet, sopsValue } from "../sops/values.ts";
import { nobody } from "./age-store.ts";
import { digestOf } from "./in-repo.ts";
import { notFound } from "./not-found.ts";
import type { FileAddress, StoreChange, StoreContext, VarStore } from "./store.ts";

export interface SopsStoreOptions {
  readonly name?: string;
  readonly layout?: Layout;
  /** Keys to read with; asked for when first needed. */
  readonly identities?: () => Identities | Promise<Identities>;
  /** @default "binary" for documents of one file, "yaml" for documents of a scope node */
  readonly format?: SopsFormat;
  /**
   * `file`: a document for each file, so each has its own recipients. `scope`: one document for each
   * scope node (and for each other `deploy`, and each shared generator), with a key `<generator>/<file>` for each file.
   * @default "file"
   */
  readonly per?: "file" | "scope";
  /** The folder of documents of scope nodes. @default "secrets" */
  readonly folder?: string;
  /** Uses ssh-ed25519 recipients in their age form, as sops-nix derives it on hosts. @default true */
  readonly sshToAge?: boolean;
}

/** How many parsed documents are kept (ciphertext only). */
const PARSED = 64;

const EXTENSIONS: Record<SopsFormat, string> = { binary: "", json: ".json", yaml: ".yaml" };

/**
 * sops documents with age recipients. For each file at
 * `vars/<kind>/<node>/<generator>/<file>/secret` (binary), `secret.json` or `secret.yaml` under the
 * key `data`; or for each scope node at `secrets/<kind>/<node>/secrets.yaml`. What sops-nix takes as
 * `sopsFile`, with `format` and `key`.
 */
export function sopsStore(options: SopsStoreOptions = {}): VarStore {
  const { name = "sops", layout = DEFAULT_LAYOUT, per = "file", folder = "secrets" } = options;
  const format = options.format ?? (per === "scope" ? "yaml" : "binary");
  if (per === "scope" && format === "binary") {
    throw failure({
      code: "store-unsuitable",
      message: "A binary sops document holds one value, so there cannot be one for a scope node.",
      remedy: 'Use per: "file", or format "yaml" or "json".',
      culprit: name,
    });
  }
  const convert = options.sshToAge ?? true;
  const identities = async (): Promise<Identities> =>
    (await options.identities?.()) ?? NO_IDENTITIES;

  function locate(address: FileAddress): Location {
    const { node, generator, file } = address;
    if (per === "file") {
      const path = `${instancePath(layout, node, generator)}/${pathPart(file)}/secret${EXTENSIONS[format]}`;
      return { path, format: `sops-${format}`, key: ["data"] };
    }
    const path = `${folder}/${nodePath(node)}/${audienceName(address)}${EXTENSIONS[format]}`;
    return { path, format: `sops-${format}`, key: [keyPart(generator), keyPart(file)] };
  }

  // A document of a scope node is asked about once for each of its files.
  const parsed = new Map<string, { readonly bytes: Uint8Array; readonly file: SopsFile }>();

  function load(location: Location, context: StoreContext): SopsFile | undefined {
    const { path } = location;
    const bytes = context.view.read(path);
    if (bytes === undefined) return undefined;
    const known = parsed.get(path);
    if (known !== undefined && Buffer.compare(known.bytes, bytes) === 0) return known.file;
    const file = parseSops(Buffer.from(bytes).toString(), formatOf(location), path);
    if (parsed.size >= PARSED) parsed.clear();
    parsed.set(path, { bytes, file });
    return file;
  }

  async function open(
    location: Location,
    context: StoreContext,
  ): Promise<OpenSopsFile | undefined> {
    const file = load(location, context);
    return file === undefined ? undefined : openSops(file, await identities(), context.effects.run);
  }

  /** All changes of one document. */
  async function change(
    changes: readonly StoreChange[],
    context: StoreContext,
  ): Promise<readonly Operation[]> {
    const [{ location }] = changes as [StoreChange];
    const { path } = location;
    const format = formatOf(location);
    const values = changes.every((item) => item.type !== "rekey");
    const replaces = values && holdsOnly(load(location, context), changes);
    let file = replaces ? undefined : await open(location, context);
    file ??= newSops(format, path);
    let recipients: readonly string[] | undefined;
    const rule = file.source?.metadata.rule ?? DEFAULT_RULE;
    for (const item of changes) {
      const key = item.location.key ?? ["data"];
      if (item.type === "put" && !isEncrypted(rule, key)) throw inClear(path, key);
      file = item.type === "put" ? sopsSet(file, key, item.value) : file;
      file = item.type === "delete" ? sopsRemove(file, key) : file;
      // The files of one document have one audience, and the last word about it.
      if (item.type !== "delete") recipients = item.recipients;
    }
    if (file.tree.items.every((item) => item.kind === "comment")) return [{ type: "delete", path }];
    recipients ??= file.source?.metadata.age.map((entry) => entry.recipient) ?? [];
    if (recipients.length === 0) throw nobody(path);
    const { effects } = context;
    const content = await sealSops(file, {
      recipients,
      now: effects.now(),
      randomBytes: effects.randomBytes,
      run: effects.run,
    });
    return [{ type: "put", path, content: Buffer.from(content) }];
  }

  return {
    name,
    keepsSecrets: true,
    keepsPublic: false,
    hasRecipients: true,
    sharesDocuments: per === "scope",
    locate,
    recipient: (recipient) => (convert ? (sshToAge(recipient) ?? recipient) : recipient),
    async inspect(location, context) {
      const file = load(location, context);
      const node = file === undefined ? undefined : at(file.tree, location.key ?? ["data"]);
      if (file === undefined || node?.kind !== "scalar") return undefined;
      const recipients = file.metadata.age.map(({ recipient }) => recipient).sort(compare);
      return { digest: digestOf(node.bytes), recipients };
    },
    async read(location, context) {
      const file = await open(location, context);
      const value = file === undefined ? undefined : sopsValue(file, location.key ?? ["data"]);
      if (value === undefined) throw notFound(name, location);
      return value;
    },
    async prepare(changes, context) {
      const documents = new Map<string, StoreChange[]>();
      for (const item of changes) {
        const list = documents.get(item.location.path);
        if (list === undefined) documents.set(item.location.path, [item]);
        else list.push(item);
      }
      const operations: Operation[] = [];
      for (const items of documents.values()) operations.push(...(await change(items, context)));
      return operations;
    },
  };
}

function formatOf(location: Location): SopsFormat {
  const format = location.format.replace(/^sops-/, "");
  return format === "json" || format === "yaml" ? format : "binary";
}

/** Whether a document has nothing but the values that change: then no key is needed to replace it. */
function holdsOnly(file: SopsFile | undefined, changes: readonly StoreChange[]): boolean {
  if (file === undefined || file.metadata.otherKeys.length > 0) return file === undefined;
  let rest = file.tree;
  for (const { location } of changes) rest = withAt(rest, location.key ?? ["data"], undefined);
  return rest.items.length === 0;
}

/**
 * A name as a key: `sops` is where the metadata is, and sops leaves values under keys with its suffix
 * in clear. No name holds an equals sign.
 */
function keyPart(name: string): string {
  return name === "sops" || !isEncrypted(DEFAULT_RULE, [name]) ? `${name}=` : name;
}

/** A document whose own rule would keep a secret in clear. */
function inClear(path: string, key: readonly string[]): Error {
  return failure({
    code: "store-unsuitable",
    message: `${path} has an encryption rule of its own, by which ${JSON.stringify(key.join("/"))} would not be encrypted.`,
    remedy: "Change the rule in its sops metadata with sops, or remove the document.",
    culprit: path,
  });
}

/** Files of one document are deployed to the same machines, so they have the same audience. */
function audienceName({ deploy, shared, generator }: FileAddress): string {
  if (deploy === true) return shared ? pathPart(`shared-${generator}`) : "secrets";
  if (deploy === false || deploy.length === 0) return "undeployed";
  return pathPart(`only-${deploy.join(",")}`);
}
