import { hash } from "node:crypto";
import { DEFAULT_LAYOUT, instancePath, type Layout, pathPart } from "../layout/layout.ts";
import type { Operation } from "../repository/operation.ts";
import { notFound } from "./not-found.ts";
import type { VarStore } from "./store.ts";

/**
 * Public files as they are, at `vars/<kind>/<node>/<generator>/<file>/value`: a Nix path literal or
 * `builtins.readFile` reads them directly.
 */
export function inRepoStore(
  options: { readonly name?: string; readonly layout?: Layout } = {},
): VarStore {
  const { name = "in-repo", layout = DEFAULT_LAYOUT } = options;
  return {
    name,
    keepsSecrets: false,
    keepsPublic: true,
    hasRecipients: false,
    locate: ({ node, generator, file }) => ({
      path: `${instancePath(layout, node, generator)}/${pathPart(file)}/value`,
      format: "plain",
    }),
    async inspect({ path }, { view }) {
      const bytes = view.read(path);
      return bytes === undefined ? undefined : { digest: digestOf(bytes) };
    },
    async read(location, { view }) {
      const bytes = view.read(location.path);
      if (bytes === undefined) throw notFound(name, location);
      return bytes;
    },
    prepare: async (changes) =>
      changes.flatMap((change): Operation[] => {
        const { path } = change.location;
        if (change.type === "put") return [{ type: "put", path, content: change.value }];
        return change.type === "delete" ? [{ type: "delete", path }] : [];
      }),
  };
}

/** sha256 of stored bytes, base64url. */
export function digestOf(bytes: Uint8Array | string): string {
  return hash("sha256", bytes, "base64url");
}
