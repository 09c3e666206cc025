import { join } from "node:path";
import {
  ageStore,
  type Identities,
  inRepoStore,
  type Layout,
  passwordStore,
  sopsStore,
  type VarStore,
} from "gen-vars";
import type { BackendModel, VarsSettings } from "../model/read-vars.ts";
import { DEFAULT_BACKEND } from "./backends.ts";

/** What stores need of the world outside the fleet's folder. */
export interface StoreEdge {
  /** The keys to decrypt with; asked for when first needed. */
  readonly identities: () => Identities | Promise<Identities>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder: where `pass` keeps its entries. */
  readonly home: string;
}

/** The stores of a fleet by the names of its backends, the default one first. */
export function storesOf(settings: VarsSettings, layout: Layout, edge: StoreEdge): VarStore[] {
  const first = settings.backend?.value ?? DEFAULT_BACKEND;
  return [...settings.backends.values()]
    .sort((a, b) => Number(b.name === first) - Number(a.name === first))
    .map((one) => storeOf(one, layout, edge));
}

function storeOf(backend: BackendModel, layout: Layout, edge: StoreEdge): VarStore {
  const { name, type, format, per, folder, program = "pass" } = backend;
  const { identities, env, home } = edge;
  switch (type) {
    case "in-repo":
      return inRepoStore({ name, layout });
    case "age":
      return ageStore({ name, layout, identities });
    case "sops":
      return sopsStore({
        name,
        layout,
        identities,
        ...(format === undefined ? {} : { format }),
        ...(per === undefined ? {} : { per }),
        ...(folder === undefined ? {} : { folder }),
      });
    case "password-store": {
      const entries =
        program === "pass"
          ? (env.PASSWORD_STORE_DIR ?? join(home, ".password-store"))
          : (env.PASSAGE_DIR ?? join(home, ".passage", "store"));
      return passwordStore({ name, program, folder: entries, prefix: folder ?? "vars", env });
    }
  }
}
