import {
  findInstances,
  findVar,
  type Instance,
  nodeClosure,
  type ScopeNode,
  type Vars,
  VarsError,
  type VarsIssue,
} from "gen-vars";
import { suggestion } from "../../model/reader.ts";

/** How far a scope reaches: what is at and below it, or all that it needs. */
export type Reach = "own" | "needed";

/**
 * The generators that a command line means: those of scopes, those of names, or both at once;
 * `undefined` for all.
 *
 * @throws VarsError `unknown-name` and `ambiguous-name`, for everything that is not found
 */
export function selectInstances(
  vars: Vars,
  scopes: readonly string[],
  generators: readonly string[] = [],
  reach: Reach = "own",
): Instance[] | undefined {
  const { model } = vars;
  if (scopes.length === 0 && generators.length === 0) return undefined;
  const nodes = all(scopes, (text) => [findScope(vars, text)]);
  const named = all(generators, (text) => findGenerators(vars, text));
  if (nodes.issues.length + named.issues.length > 0) {
    throw new VarsError([...nodes.issues, ...named.issues] as [VarsIssue, ...VarsIssue[]]);
  }
  const reached = nodes.found.flatMap((node) =>
    reach === "needed"
      ? nodeClosure(model, node.id)
      : model.scopes.subtreeOf(node.id).flatMap((one) => [...model.at(one.id).values()]),
  );
  const at = new Set(reached);
  const of = new Set(named.found);
  const chosen = model.instances.filter(
    (instance) =>
      (scopes.length === 0 || at.has(instance)) && (generators.length === 0 || of.has(instance)),
  );
  if (chosen.length === 0 && generators.length > 0) {
    const [text = ""] = generators;
    throw new VarsError([
      {
        code: "unknown-name",
        message: `There is no generator ${JSON.stringify(text)} at ${scopes.join(", ")}.`,
        remedy: "",
        culprit: text,
      },
    ]);
  }
  return chosen;
}

/** Everything that texts mean, and everything that is wrong with them. */
function all<T>(
  texts: readonly string[],
  find: (text: string) => readonly T[],
): { readonly found: T[]; readonly issues: VarsIssue[] } {
  const found: T[] = [];
  const issues: VarsIssue[] = [];
  for (const text of texts) {
    try {
      found.push(...find(text));
    } catch (error) {
      if (!(error instanceof VarsError)) throw error;
      issues.push(...error.issues);
    }
  }
  return { found, issues };
}

/**
 * The generators of a name, or the one that makes the file of that name.
 *
 * @throws VarsError `unknown-name`, `ambiguous-name`
 */
export function findGenerators({ model }: Vars, name: string): readonly Instance[] {
  try {
    return findInstances(model, name);
  } catch (error) {
    try {
      return [findVar(model, name).instance];
    } catch {
      throw error;
    }
  }
}

/**
 * The scope that a text means: an id, a name (a host's before others), or what only one starts with.
 *
 * @throws VarsError `unknown-name`, `ambiguous-name`
 */
export function findScope(vars: Vars, text: string): ScopeNode {
  const { scopes } = vars.model;
  const exact = scopes.get(text) ?? scopes.get(`host:${text}`) ?? scopes.find(text);
  if (exact !== undefined) return exact;
  const named = scopes.nodes.filter((node) => node.name === text);
  const found =
    named.length > 0 || text === ""
      ? named
      : scopes.nodes.filter((node) => node.id.startsWith(text) || node.name?.startsWith(text));
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  if (found.length > 1) {
    const ids = found.map(({ id }) => id);
    const shown = `${ids.slice(0, 8).join(", ")}${ids.length > 8 ? `, … (${ids.length})` : ""}`;
    throw new VarsError([
      {
        code: "ambiguous-name",
        message: `${JSON.stringify(text)} could be ${shown}.`,
        remedy: "write more of it",
        culprit: text,
      },
    ]);
  }
  const known = scopes.nodes.flatMap(({ id, name }) => (name === undefined ? [id] : [name, id]));
  throw new VarsError([
    {
      code: "scope-unknown",
      message: `There is no host or other scope ${JSON.stringify(text)}.`,
      remedy: suggestion(text, known),
      culprit: text,
    },
  ]);
}
