import {
  checkModel,
  type Effects,
  type KeyEntry,
  type Keyring,
  type ModelInput,
  mergeKeyrings,
  normalizeRecipient,
  openVars,
  type Vars,
  VarsError,
  type VarsModel,
} from "gen-vars";
import { DenError } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { compareNames } from "../model/names.ts";
import { WHOLE } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { originsByText } from "./declared-at.ts";
import { denFailure, varsFinding } from "./failures.ts";
import { type StoreEdge, storesOf } from "./stores.ts";

/** All generators of a fleet as gen-vars' model, and everything that is wrong with them. */
export interface FleetVarsModel {
  /** Undefined when there is an error among the findings. */
  readonly model: VarsModel | undefined;
  readonly findings: readonly Finding[];
}

/** The evaluator keeps its input, so what follows from it is kept with that. */
const models = new WeakMap<ModelInput, FleetVarsModel>();

/** Checks and resolves the generators of the whole fleet. Needs no key, and reads no value. */
export function fleetVarsModel(pipeline: Pipeline): FleetVarsModel {
  const input = pipeline.evaluator.get(pipeline.vars.places.whole, WHOLE);
  const known = models.get(input);
  if (known !== undefined) return known;
  const made = checkedModel(pipeline, input);
  models.set(input, made);
  return made;
}

function checkedModel({ base, evaluator, vars }: Pipeline, input: ModelInput): FleetVarsModel {
  const { model, issues, warnings } = checkModel(input);
  const origins = originsByText({ evaluator, vars });
  const place = (text: string): Origin | undefined => origins.get(text);
  return {
    model,
    findings: [
      ...issues.map((issue) => varsFinding(issue, place)),
      ...warnings.map((issue): Finding => ({ ...varsFinding(issue, place), severity: "warning" })),
      ...input.scopes.flatMap(({ id }) =>
        evaluator.get(base.declared, id) === undefined
          ? []
          : evaluator.get(vars.backends.choices, id).findings,
      ),
    ],
  };
}

/** What opening the vars of a fleet needs of the world. */
export interface VarsEdge extends StoreEdge {
  /** The folder of the fleet, absolute. */
  readonly root: string;
  readonly effects?: Partial<Effects>;
}

/**
 * The generators of a fleet on its stores: what every command of `den vars` works on.
 *
 * @throws DenError with everything that is wrong with the generators, the keys and the backends
 */
export function openFleetVars(pipeline: Pipeline, edge: VarsEdge): Vars {
  const { evaluator, vars } = pipeline;
  const settings = pipeline.model.vars;
  const { model, findings } = fleetVarsModel(pipeline);
  const keys = fleetKeyring(pipeline);
  const errors = [...findings, ...keys.findings].filter(({ severity }) => severity === "error");
  if (model === undefined || errors.length > 0) throw new DenError(errors);
  try {
    return openVars({
      root: edge.root,
      model,
      stores: storesOf(settings, vars.records.layout, edge),
      storeOf: ({ node, generator }) => evaluator.get(vars.backends.backend, node.id, generator),
      keyring: keys.keyring,
      layout: vars.records.layout,
      ...(edge.effects === undefined ? {} : { effects: edge.effects }),
    });
  } catch (error) {
    if (error instanceof VarsError) throw denFailure(error);
    throw error;
  }
}

/** The keys that the configuration declares: those under `vars.keys`, and those of hosts and users. */
export function fleetKeyring(pipeline: Pipeline): {
  readonly keyring: Keyring;
  readonly findings: readonly Finding[];
} {
  const { evaluator, base, vars, model } = pipeline;
  const findings: Finding[] = [];
  const keys: KeyEntry[] = [];
  for (const { id, kind } of evaluator.get(vars.places.whole, WHOLE).scopes) {
    const entity = evaluator.get(base.declared, id);
    if (entity === undefined || entity.recipients.length === 0) continue;
    const recipients = entity.recipients.flatMap(({ value, origin }) => {
      try {
        return [normalizeRecipient(value)];
      } catch (error) {
        if (!(error instanceof VarsError)) throw error;
        const [issue] = error.issues;
        findings.push(
          problem("DEN_VARS_RECIPIENT_INVALID", (issue?.message ?? "").replace(/\.$/, ""), {
            places: [origin],
            ...(issue === undefined ? {} : { remedy: issue.remedy }),
          }),
        );
        return [];
      }
    });
    keys.push({
      name: id,
      role: kind === "host" ? "host" : "user",
      nodes: [id],
      recipients: [...new Set(recipients)].sort(compareNames),
    });
  }
  keys.sort((a, b) => compareNames(a.name, b.name));
  return { keyring: mergeKeyrings(model.vars.keyring, { keys, groups: [], grants: [] }), findings };
}
