import { type Attribute, attribute, type Context } from "gen-scope";
import {
  type Instance,
  type Layout,
  nodeEffects,
  openRepository,
  parseState,
  type StoredGenerator,
  statePath,
  VarsError,
} from "gen-vars";
import type { Base, NodeId } from "../pipeline/base.ts";

/** How what was generated is read: files below the fleet's folder, by path; undefined for none. */
export type ReadVars = (path: string) => Uint8Array | undefined;

/** Reads the folder of a fleet, knowing of changes that were decided and not finished. */
export function readVarsBelow(root: string): ReadVars {
  const repository = openRepository(root, nodeEffects, new Map());
  return (path) => repository.read(path);
}

/** A fleet for which nothing was generated. */
export const NOTHING_GENERATED: ReadVars = () => undefined;

/** The version of everything that was generated: raised when it changes under a warm pipeline. */
export const GENERATED: NodeId = "vars";

/** What was generated, as far as it may be known without a key. */
export interface RecordAttributes {
  /** The record of a generator at a scope; undefined while there is none that counts. */
  readonly stored: Attribute<NodeId, StoredGenerator | undefined, string>;
  readonly layout: Layout;
  /** The content of a public file. */
  publicFile(instance: Instance, file: string, ctx: Context): Uint8Array | undefined;
}

/** Declares what was generated, over a way to read it. */
export function declareRecords(base: Base, layout: Layout, read: ReadVars): RecordAttributes {
  const content = attribute("varsFile", (path: string, ctx: Context) => {
    ctx.get(base.version, GENERATED);
    return read(path);
  });
  const stored: RecordAttributes["stored"] = attribute(
    "varsRecord",
    (node: NodeId, ctx: Context, generator: string) => {
      const colon = node.indexOf(":");
      const scope = { id: node, kind: node.slice(0, colon), name: node.slice(colon + 1) };
      const path = statePath(layout, scope, generator);
      const bytes = ctx.get(content, path);
      if (bytes === undefined) return undefined;
      try {
        return parseState(bytes, `${node}/${generator}`, path);
      } catch (error) {
        // Damaged records are told by the check of what is kept; here they count for nothing.
        if (error instanceof VarsError) return undefined;
        throw error;
      }
    },
  );
  return {
    stored,
    layout,
    publicFile(instance, file, ctx) {
      const found = ctx.get(stored, instance.node.id, instance.name)?.files.get(file);
      // What was stored while it was secret is not to be read as public.
      if (found === undefined || found.secret || found.location.format !== "plain")
        return undefined;
      return ctx.get(content, found.location.path);
    },
  };
}
