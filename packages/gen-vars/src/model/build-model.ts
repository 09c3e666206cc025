import { refuse, type VarsIssue } from "../error/vars-error.ts";
import { expandDeclarations } from "./expand.ts";
import { orderInstances } from "./order.ts";
import { resolveDependencies } from "./resolve-dependencies.ts";
import { buildScopeTree } from "./scope-tree.ts";
import type { Instance, ModelInput, VarsModel } from "./vars-model.ts";

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

  const empty: ReadonlyMap<string, Instance> = new Map();
  const model: VarsModel = {
    scopes,
    machineKinds: new Set(input.machineKinds ?? ["host"]),
    instances: ordered.order,
    get levels() {
      return ordered.levels;
    },
    instance: (id) => {
      const cut = id.lastIndexOf("/");
      return cut === -1 ? undefined : placed.get(id.slice(0, cut))?.get(id.slice(cut + 1));
    },
    at: (node) => placed.get(node) ?? empty,
    dependentsOf: (id) => ordered.dependents.get(id) ?? [],
    warnings,
  };
  return { model, issues, warnings };
}

/** {@link checkModel}, throwing a `VarsError` with every issue when there is any. */
export function buildModel(input: ModelInput): VarsModel {
  const { model, issues } = checkModel(input);
  refuse(issues);
  return model as VarsModel;
}
