import { type Location, printState, type StoredFile, statePath } from "gen-vars";
import type { ReadVars } from "../../src/vars/records.ts";

/** Generated files by `<scope>/<generator>` and name: the text of a public one, null for a secret. */
export type Generated = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** A folder in which these values lie as a run of generators would leave them. */
export function generated(values: Generated, secrets: "sops" | "age" = "sops"): ReadVars {
  const files = new Map<string, Uint8Array>();
  for (const [id, byName] of Object.entries(values)) {
    const slash = id.lastIndexOf("/");
    const [node, generator] = [id.slice(0, slash), id.slice(slash + 1)];
    const [kind = "", name = ""] = node.split(":");
    const scope = { id: node, kind, name };
    const record = statePath({ folder: "vars" }, scope, generator);
    const folder = record.slice(0, record.lastIndexOf("/"));
    const stored = new Map<string, StoredFile>();
    for (const [file, text] of Object.entries(byName)) {
      const location: Location =
        text !== null
          ? { path: `${folder}/${file}/value`, format: "plain" }
          : secrets === "sops"
            ? { path: `${folder}/${file}/secret`, format: "sops-binary", key: ["data"] }
            : { path: `${folder}/${file}/secret.age`, format: "age" };
      stored.set(file, {
        store: text === null ? secrets : "in-repo",
        location,
        secret: text === null,
        content: "c",
        digest: "d",
      });
      if (text !== null) files.set(location.path, Buffer.from(text));
    }
    const fingerprint = { script: "", inputs: "", validation: null, dependencies: new Map() };
    files.set(record, printState(id, { created: 0, fingerprint, files: stored }));
  }
  return (path) => files.get(path);
}
