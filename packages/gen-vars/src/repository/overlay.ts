import { compare } from "../model/json.ts";
import type { Operation } from "./operation.ts";
import type { RepositoryView } from "./repository.ts";

/** A repository as it will be when operations are done. */
export function overlay(base: RepositoryView, operations: readonly Operation[]): RepositoryView {
  if (operations.length === 0) return base;
  const last = new Map<string, Exclude<Operation, { readonly type: "external" }>>();
  for (const operation of operations) {
    if (operation.type !== "external") last.set(operation.path, operation);
  }
  return {
    read(path) {
      const change = last.get(path);
      if (change === undefined) return base.read(path);
      return change.type === "put" ? change.content : undefined;
    },
    exists(path) {
      const change = last.get(path);
      return change === undefined ? base.exists(path) : change.type === "put";
    },
    list(folder) {
      const found = new Map(base.list(folder).map((entry) => [entry.name, entry.kind] as const));
      for (const [path, operation] of last) {
        if (!path.startsWith(`${folder}/`)) continue;
        const [name = "", ...rest] = path.slice(folder.length + 1).split("/");
        if (operation.type === "put") found.set(name, rest.length === 0 ? "file" : "folder");
        else if (rest.length === 0) found.delete(name);
      }
      return [...found]
        .map(([name, kind]) => ({ name, kind }))
        .sort((a, b) => compare(a.name, b.name));
    },
    pending: (store) => [
      ...base.pending(store),
      ...operations.flatMap((operation) =>
        operation.type === "external" && operation.store === store ? [operation.data] : [],
      ),
    ],
  };
}
