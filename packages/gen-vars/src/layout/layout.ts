import { hash } from "node:crypto";
import type { ScopeNode } from "../model/scope.ts";
import { nodeName } from "../model/scope-tree.ts";

/** Where things lie below the root of a repository. Deterministic; different things never collide. */
export interface Layout {
  /** The folder of everything that is kept for each file. @default "vars" */
  readonly folder: string;
}

export const DEFAULT_LAYOUT: Layout = { folder: "vars" };

const PLAIN = /^[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*$/;
const LONGEST = 200;

/**
 * One part of a path for any text: letters, digits and `_ . @ + -` stand for themselves, all other
 * UTF-8 bytes (and a leading dot) are `=XX`, which means nothing to shells, systemd or Nix. Different
 * texts give different parts; none starts with a dot, so names of ours that do cannot collide. Very
 * long texts end in a hash.
 */
export function pathPart(text: string): string {
  if (PLAIN.test(text) && text.length <= LONGEST) return text;
  if (text === "") return "=";
  let part = "";
  for (const byte of Buffer.from(text)) {
    const letter = String.fromCharCode(byte);
    const plain = /[A-Za-z0-9_.@+-]/.test(letter) && !(part === "" && letter === ".");
    part += plain ? letter : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  if (part.length <= LONGEST) return part;
  // `==` cannot come from the encoding above.
  return `${part.slice(0, 120)}==${hash("sha256", text).slice(0, 32)}`;
}

/** `<kind>/<name>` of a scope node. */
export function nodePath(node: ScopeNode): string {
  return `${pathPart(node.kind)}/${pathPart(nodeName(node))}`;
}

/** The folder of one generator instance: `vars/<kind>/<name>/<generator>`. */
export function instancePath(layout: Layout, node: ScopeNode, generator: string): string {
  return `${layout.folder}/${nodePath(node)}/${pathPart(generator)}`;
}

/** The record of what was generated from what: public, beside the files. */
export function statePath(layout: Layout, node: ScopeNode, generator: string): string {
  return `${instancePath(layout, node, generator)}/.state.json`;
}
