import type { Effects } from "../effects/effects.ts";
import { suggest } from "../error/suggest.ts";
import { failure } from "../error/vars-error.ts";
import type { Layout } from "../layout/layout.ts";
import type { GeneratorFile } from "../model/generator.ts";
import type { Instance, VarsModel } from "../model/vars-model.ts";
import type { Audiences } from "../recipients/audience.ts";
import type { Keyring } from "../recipients/keyring.ts";
import type { Repository } from "../repository/repository.ts";
import type { FileAddress, StoreContext, VarStore } from "../stores/store.ts";

/** A model together with the stores that keep its files: what every command works on. */
export interface Vars {
  readonly model: VarsModel;
  readonly repository: Repository;
  readonly stores: ReadonlyMap<string, VarStore>;
  readonly layout: Layout;
  readonly effects: Effects;
  readonly context: StoreContext;
  /** Keys from the configuration, which commands do not change. */
  readonly declaredKeys: Keyring;
  /** The declared keys and those in the repository. */
  keyring(): Keyring;
  audiences(): Audiences;
  /** The store that a file shall be in. */
  storeFor(instance: Instance, file: GeneratorFile): VarStore;
  /** The canonical recipients that a secret file shall have in its store; sorted. */
  recipientsFor(instance: Instance, file: GeneratorFile): readonly string[] | undefined;
}

/** A file of an instance as stores know it. */
export function addressOf(
  { scopes }: VarsModel,
  instance: Instance,
  { name: file, secret, deploy }: GeneratorFile,
): FileAddress {
  const { node, name: generator, declarations } = instance;
  const shared = !declarations.some((one) => scopes.isAbove(one.node.id, node.id));
  return { node, generator, file, secret, deploy, shared };
}

/** A store by name. */
export function storeNamed(
  stores: ReadonlyMap<string, VarStore>,
  name: string,
  whose: string,
): VarStore {
  const store = stores.get(name);
  if (store !== undefined) return store;
  throw failure({
    code: "store-unknown",
    message: `${whose} belongs into the store ${JSON.stringify(name)}, which is not configured.`,
    remedy: `Configured: ${[...stores.keys()].join(", ")}.`,
    culprit: name,
    ...suggest(name, stores.keys()),
  });
}
