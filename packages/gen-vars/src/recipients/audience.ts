import { compare } from "../model/json.ts";
import type { ScopeNode } from "../model/scope.ts";
import type { PlacedVars } from "../model/vars-model.ts";
import { groupKeys } from "./groups.ts";
import type { Grant, KeyEntry, Keyring } from "./keyring.ts";

/** One key that may read a file, and why. */
export interface Reader {
  readonly key: KeyEntry;
  readonly because: "admin" | "deployed" | "owner" | "grant";
  readonly grant?: Grant;
}

/** Says who may read what under one keyring. Answers are kept, so equal questions cost once. */
export interface Audiences {
  /** The keys that may read a secret file of a generator at a node, by name. */
  readersOf(
    node: ScopeNode,
    generator: string,
    file: string,
    deploy: boolean | readonly string[],
  ): readonly Reader[];
  /**
   * Machines that a file of a generator is deployed to. Of a generator that only scopes below its node
   * declare (a shared one), those are the machines of these scopes.
   */
  machinesOf(
    node: ScopeNode,
    deploy: boolean | readonly string[],
    generator?: string,
  ): readonly ScopeNode[];
}

/**
 * The audience of a secret: administrators; the machines it is deployed to (those at or below its
 * scope node and those that see secrets through an edge, or the machine above it, or the listed
 * ones); users whose own node it lives at or below; and whoever has a grant.
 */
export function audiences(model: PlacedVars, keyring: Keyring): Audiences {
  const { scopes, machineKinds } = model;
  const byNode = new Map<string, KeyEntry[]>();
  for (const key of keyring.keys) {
    if (key.role !== "host") continue;
    for (const reference of key.nodes) {
      const id = scopes.find(reference)?.id ?? reference;
      const list = byNode.get(id);
      if (list === undefined) byNode.set(id, [key]);
      else list.push(key);
    }
  }
  const people = keyring.keys.filter((key) => key.role !== "host");
  const keys = new Map(keyring.keys.map((key) => [key.name, key]));
  const grants = keyring.grants.map((grant) => ({
    grant,
    members: groupKeys(keyring, grant.to).flatMap((name) => keys.get(name) ?? []),
  }));
  // Wide ones first: a narrow one matters only for those it alone lets in.
  grants.sort((a, b) => Number(isNarrow(a.grant)) - Number(isNarrow(b.grant)));
  const particular = grants.some(({ grant }) => isNarrow(grant));
  const machineCache = new Map<string, readonly ScopeNode[]>();
  const readerCache = new Map<string, readonly Reader[]>();

  const covers = (reference: string, node: ScopeNode): boolean =>
    scopes.isAbove(scopes.find(reference)?.id ?? reference, node.id);

  /** The scopes that declare a generator, when all of them lie below its node. */
  function declaredBelow(node: ScopeNode, generator: string | undefined): readonly ScopeNode[] {
    if (generator === undefined) return NONE;
    const declarations = model.at(node.id).get(generator)?.declarations ?? NONE;
    const nodes = new Set<ScopeNode>();
    for (const declaration of declarations) {
      if (scopes.isAbove(declaration.node.id, node.id)) return NONE;
      nodes.add(declaration.node);
    }
    return [...nodes];
  }

  function machinesOf(
    node: ScopeNode,
    deploy: boolean | readonly string[],
    generator?: string,
  ): readonly ScopeNode[] {
    if (deploy === false) return NONE;
    if (deploy !== true) return deploy.flatMap((reference) => scopes.find(reference) ?? []);
    const declaring = declaredBelow(node, generator);
    if (declaring.length > 0) {
      const found = new Set(declaring.flatMap((below) => machinesOf(below, true)));
      return [...found].sort((a, b) => compare(a.id, b.id));
    }
    const known = machineCache.get(node.id);
    if (known !== undefined) return known;
    const found = new Set(machinesBelow(node));
    if (found.size === 0) {
      const above = scopes.lineOf(node.id).find((other) => machineKinds.has(other.kind));
      if (above !== undefined) found.add(above);
    }
    for (const edge of scopes.edgesTo(node.id)) {
      const from = edge.access === "all" ? scopes.get(edge.from) : undefined;
      if (from === undefined) continue;
      const below = machinesBelow(from);
      const above = scopes.lineOf(from.id).find((other) => machineKinds.has(other.kind));
      for (const machine of below.length > 0 || above === undefined ? below : [above]) {
        found.add(machine);
      }
    }
    const machines = [...found].sort((a, b) => compare(a.id, b.id));
    machineCache.set(node.id, machines);
    return machines;
  }

  function machinesBelow(node: ScopeNode): ScopeNode[] {
    return scopes.subtreeOf(node.id).filter((other) => machineKinds.has(other.kind));
  }

  return {
    machinesOf,
    readersOf(node, generator, file, deploy) {
      const below = deploy === true ? declaredBelow(node, generator).map(({ id }) => id) : [];
      const own = particular ? [generator, file] : [];
      const cacheKey = JSON.stringify([node.id, deploy, below, ...own]);
      const known = readerCache.get(cacheKey);
      if (known !== undefined) return known;
      const readers = new Map<KeyEntry, Reader>();
      const add = (key: KeyEntry, because: Reader["because"], grant?: Grant): void => {
        if (readers.has(key)) return;
        readers.set(key, { key, because, ...(grant === undefined ? {} : { grant }) });
      };
      for (const key of people) {
        const within = key.nodes.some((reference) => covers(reference, node));
        if (key.role === "admin" && (key.nodes.length === 0 || within)) add(key, "admin");
        else if (key.role === "user" && within && deploy !== false) add(key, "owner");
      }
      for (const machine of machinesOf(node, deploy, generator)) {
        for (const key of byNode.get(machine.id) ?? []) add(key, "deployed");
      }
      for (const { grant, members } of grants) {
        const fits =
          (grant.node === undefined || covers(grant.node, node)) &&
          (grant.generator === undefined || grant.generator === generator) &&
          (grant.file === undefined || grant.file === file);
        if (fits) for (const key of members) add(key, "grant", grant);
      }
      const found = [...readers.values()].sort((a, b) => compare(a.key.name, b.key.name));
      readerCache.set(cacheKey, found);
      return found;
    },
  };
}

/** Whether a grant is for less than all of a scope. */
export function isNarrow({ generator, file }: Grant): boolean {
  return generator !== undefined || file !== undefined;
}

const NONE: readonly never[] = [];
