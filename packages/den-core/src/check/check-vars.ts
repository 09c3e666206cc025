import {
  audiences,
  checkVars as checkStored,
  EMPTY_KEYRING,
  NO_IDENTITIES,
  type Finding as StoredFinding,
  VarsError,
  type VarsErrorCode,
} from "gen-vars";
import { DenError } from "../diagnostics/den-error.ts";
import type { Finding } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { suggestion } from "../model/reader.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { declaredAt } from "../vars/declared-at.ts";
import { varsCode, varsFinding } from "../vars/failures.ts";
import { fleetKeyring, fleetVarsModel, openFleetVars, type VarsEdge } from "../vars/fleet-vars.ts";
import { asDenSays, commandFor } from "../vars/remedies.ts";
import { allEntities } from "./check-landing.ts";
import { checkMachineKeys } from "./check-machine-keys.ts";

/** What is wrong with the generators of a fleet, its backends and its keys. Reads nothing stored. */
export function checkVarsDeclared(pipeline: Pipeline): Finding[] {
  return [
    ...fleetVarsModel(pipeline).findings,
    ...fleetKeyring(pipeline).findings,
    ...choicesForNothing(pipeline),
  ];
}

/** Policies that choose a backend for a generator that nothing declares. */
function choicesForNothing(pipeline: Pipeline): Finding[] {
  const { model } = fleetVarsModel(pipeline);
  if (model === undefined) return [];
  const known = new Set(model.instances.map(({ name }) => name));
  const told = new Map<string, Finding>();
  for (const id of allEntities(pipeline)) {
    const { byGenerator } = pipeline.evaluator.get(pipeline.vars.backends.choices, id);
    for (const [generator, { policy, origin }] of byGenerator) {
      if (known.has(generator)) continue;
      const message = `the policy ${policy} chooses a backend for the generator ${JSON.stringify(generator)}, which nothing declares`;
      told.set(message, {
        code: "DEN_VARS_BACKEND",
        severity: "warning",
        message,
        subject: `policy ${policy}`,
        places: [origin],
        remedy: suggestion(generator, known),
      });
    }
  }
  return [...told.values()];
}

/** What stops a build, or would let a machine have what it should not. */
const ERRORS: ReadonlySet<VarsErrorCode> = new Set(["tampered", "state-invalid", "unreadable"]);

/**
 * What is not as it should be with what is stored: stale, expired, for the wrong readers, changed by
 * others. Needs no key. What machines lack is told with the machines.
 */
export async function checkVarsStored(
  pipeline: Pipeline,
  edge: Omit<VarsEdge, "identities">,
): Promise<Finding[]> {
  const { model } = fleetVarsModel(pipeline);
  if (model === undefined || model.instances.length === 0) return [];
  const { machinesOf } = audiences(model, EMPTY_KEYRING);
  const isDeployed = (id: string): boolean => {
    const instance = model.instance(id);
    const files = [...(instance?.generator.files.values() ?? [])];
    return files.some((file) => instance && machinesOf(instance.node, file.deploy).length > 0);
  };
  try {
    const vars = openFleetVars(pipeline, { ...edge, identities: () => NO_IDENTITIES });
    const found = await checkStored(vars);
    const places = declaredAt(pipeline, model);
    const withoutKeys = vars.keyring().keys.length === 0;
    const unreadable = found.filter(({ code }) => code === "no-recipients").length;
    return [
      ...(withoutKeys && unreadable > 0 ? [noKeys(unreadable)] : []),
      ...found
        .filter(({ code, id }) => code !== "missing" || !isDeployed(id))
        .filter(({ code }) => code !== "no-recipients" || !withoutKeys)
        .map((one) => asFinding(one, places)),
      ...(withoutKeys ? [] : checkMachineKeys(pipeline, vars)),
    ];
  } catch (error) {
    if (error instanceof VarsError) return error.issues.map((issue) => varsFinding(issue));
    // What is wrong with declarations has been told.
    if (error instanceof DenError) return [];
    throw error;
  }
}

function asFinding(
  { code, id, message, remedy }: StoredFinding,
  places: (id: string) => readonly Origin[],
): Finding {
  const [first = "", ...rest] = message.split("\n");
  const found = places(id);
  const command = commandFor(code, id) ?? asDenSays(remedy);
  return {
    code: varsCode(code),
    severity: ERRORS.has(code) ? "error" : "warning",
    message: first.replace(/\.$/, ""),
    subject: id,
    ...(found.length === 0 ? {} : { places: found }),
    ...(command === "" ? {} : { remedy: command }),
    ...(rest.length === 0 ? {} : { detail: rest.join("\n") }),
  };
}

/** One finding instead of one for each secret: there is nobody at all yet. */
function noKeys(count: number): Finding {
  return {
    code: "DEN_VARS_NO_RECIPIENTS",
    severity: "warning",
    message: `nobody could read ${count} secrets: no key is declared`,
    subject: "vars",
    remedy: "`den vars keys generate` makes a key, `den vars keys add NAME` lets it read",
  };
}
