import { refuse, type VarsIssue } from "../error/vars-error.ts";
import { expandDeclarations, type Placed } from "./expand.ts";
import { orderInstances } from "./order.ts";
import { resolveDependencies } from "./resolve-dependencies.ts";
import { buildScopeTree, type ScopeTree } from "./scope-tree.ts";
import type { Instance, ModelInput, PlacedVars, VarsModel } from "./vars-model.ts";

/** A model when there is nothing wrong, and all that is wrong. */
export interface CheckedModel {
  readonly model: VarsModel | undefined;
  readonly issues: readonly VarsIssue[];
  readonly warnings: readonly VarsIssue[];
}

/**
 * Checks scopes and declarations, places every generator at its scope nodes, resolves dependencies
 * and orders the result. Reports every problem at once. Linear in instances and dependencies.
 */
export function checkModel(input: ModelInput): CheckedModel {
  const issues: VarsIssue[] = [];
  const scopes = buildScopeTree(input.scopes, input.edges ?? [], issues);
  const warnings: VarsIssue[] = [];
  const placed = expandDeclarations(input, scopes, issues, warnings);
  const instances = resolveDependencies(placed, scopes, issues);
  const ordered = orderInstances(instances, issues);
  if (ordered === undefined || issues.length > 0) return { model: undefined, issues, warnings };

  const model: VarsModel = {
    ...placedVars(input, scopes, placed),
    instances: ordered.order,
    get levels() {
      return ordered.levels;
    },
    instance: (id) => {
      const cut = id.lastIndexOf("/");
      return cut === -1 ? undefined : placed.get(id.slice(0, cut))?.get(id.slice(cut + 1));
    },
    dependentsOf: (id) => ordered.dependents.get(id) ?? [],
    warnings,
  };
  return { model, issues, warnings };
}

/** Generators placed without looking at their dependencies, and what is wrong with them. */
export interface CheckedPlaces {
  readonly placed: PlacedVars;
  readonly issues: readonly VarsIssue[];
  readonly warnings: readonly VarsIssue[];
}

/**
 * Places generators without resolving dependencies: for a part of a scope tree (a host with what is
 * above and below it), whose handles are wanted without reading the rest.
 */
export function placeVars(input: ModelInput): CheckedPlaces {
  const issues: VarsIssue[] = [];
  const warnings: VarsIssue[] = [];
  const scopes = buildScopeTree(input.scopes, input.edges ?? [], issues);
  const placed = expandDeclarations(input, scopes, issues, warnings);
  return { placed: placedVars(input, scopes, placed), issues, warnings };
}

const EMPTY: ReadonlyMap<string, Instance> = new Map();

function placedVars(input: ModelInput, scopes: ScopeTree, placed: Placed): PlacedVars {
  return {
    scopes,
    machineKinds: new Set(input.machineKinds ?? ["host"]),
    at: (node) => placed.get(node) ?? EMPTY,
  };
}

/** {@link checkModel}, throwing a `VarsError` with every issue when there is any. */
export function buildModel(input: ModelInput): VarsModel {
  const { model, issues } = checkModel(input);
  refuse(issues);
  return model as VarsModel;
}
