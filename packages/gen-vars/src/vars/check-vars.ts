import type { VarsErrorCode } from "../error/codes.ts";
import { VarsError } from "../error/vars-error.ts";
import { fileId } from "../model/names.ts";
import type { Instance } from "../model/vars-model.ts";
import type { PlanEntry, Reason } from "../plan/plan.ts";
import type { RotationMark } from "../plan/stored.ts";
import { isoTime } from "../state/state-file.ts";
import { unknownNodes } from "./change-keyring.ts";
import { findOrphans } from "./orphans.ts";
import { planOf, type VarsPlan } from "./plan-of.ts";
import { readStored } from "./read-value.ts";
import type { Vars } from "./vars.ts";

/** Something that is not as it should be. */
export interface Finding {
  readonly code: VarsErrorCode;
  /** The instance or file. */
  readonly id: string;
  readonly message: string;
  readonly remedy: string;
}

export interface CheckOptions {
  /** What to look at; orphans and keys are looked at with everything only. @default all */
  readonly instances?: Iterable<Instance>;
  /** Also decrypts everything, to find what cannot be read or was forged. @default false */
  readonly read?: boolean;
}

/**
 * Everything that is missing, stale, expired, encrypted to the wrong recipients, changed by others,
 * unreadable, or no longer declared. Empty when all is well.
 */
export async function checkVars(vars: Vars, options: CheckOptions = {}): Promise<Finding[]> {
  const plan = await planOf(vars);
  const findings: Finding[] = [];
  const wanted = options.instances === undefined ? undefined : new Set(options.instances);
  for (const entry of plan.entries) {
    if (wanted?.has(entry.instance) === false) continue;
    const damaged = plan.state(entry.instance).issues.length > 0;
    findings.push(...planFindings(entry, damaged), ...stateFindings(plan, entry));
    if (options.read === true) findings.push(...(await readFindings(vars, plan, entry)));
  }
  if (wanted !== undefined) return findings;
  for (const { code, message, remedy, culprit = "" } of unknownNodes(vars, vars.keyring())) {
    findings.push({ code, id: culprit, message, remedy });
  }
  for (const { id } of findOrphans(vars)) {
    findings.push({
      code: "orphan",
      id,
      message: `${id} is stored, and no generator declares it.`,
      remedy: "Prune it, or let the generator that replaced it adopt its values.",
    });
  }
  return findings;
}

/** With a damaged record, what is missing there is not told: generating it would lose what is kept. */
function planFindings(
  { instance, reasons, blockedBy, leftovers }: PlanEntry,
  damaged: boolean,
): Finding[] {
  const { id } = instance;
  const findings = reasons
    .filter(({ code }) => !damaged || code !== "missing")
    .map((reason): Finding => ({ id, ...reasonFinding(id, reason) }));
  for (const blocker of blockedBy) {
    if (blocker.code === "dependency") continue;
    const code = blocker.code === "recipients" ? "no-recipients" : "store-unknown";
    findings.push({ code, id, message: blocker.message, remedy: "" });
  }
  for (const file of leftovers) {
    findings.push({
      code: "orphan",
      id: `${id}/${file}`,
      message: `${id}/${file} is stored, and its generator no longer declares it.`,
      remedy: "It goes when the generator is generated next.",
    });
  }
  return findings;
}

/** A reason as text, for tables and findings. */
export function reasonText(reason: Reason): string {
  switch (reason.code) {
    case "missing":
      return `${reason.files.join(", ")} not generated yet`;
    case "script":
      return "the script changed";
    case "inputs":
      return "runtime inputs, prompts or dependencies changed";
    case "validation":
      return "the validation value changed";
    case "dependency":
      return reason.upcoming
        ? `${reason.on} will be made anew`
        : `${reason.files.join(", ")} of ${reason.on} changed`;
    case "expired":
      return `expired on ${isoTime(reason.at)}`;
    case "rotation-due":
      return `due for rotation since ${isoTime(reason.at)}`;
    case "rotation-marked":
      return `marked for rotation since ${isoTime(reason.mark.since)} (${BECAUSE[reason.mark.because]})`;
    case "secrecy":
      return `${reason.file} was public and shall be secret`;
    case "recipients":
      return `recipients of ${reason.file}: ${reason.missing.length} missing, ${reason.extra.length} too many`;
    case "store":
      return `${reason.file} is in ${reason.from} and belongs into ${reason.to}`;
  }
}

const BECAUSE: Record<RotationMark["because"], string> = {
  "recipient-removed": "a reader was removed",
  requested: "as was asked for",
  "changed-outside": "something else changed it",
};

const CODES: Partial<Record<Reason["code"], VarsErrorCode>> = {
  missing: "missing",
  expired: "expired",
  "rotation-due": "rotation-due",
  "rotation-marked": "rotation-due",
  recipients: "wrong-recipients",
};

const REMEDIES: Record<Reason["remedy"], string> = {
  generate: "Generate it.",
  rekey: "Rekey.",
  move: "Rekey, which moves it.",
};

function reasonFinding(id: string, reason: Reason): Omit<Finding, "id"> {
  return {
    code: CODES[reason.code] ?? "stale",
    message: `${id}: ${reasonText(reason)}.`,
    remedy: REMEDIES[reason.remedy],
  };
}

function stateFindings(plan: VarsPlan, { instance }: PlanEntry): Finding[] {
  const { altered, issues } = plan.state(instance);
  const findings = altered.map((file): Finding => {
    const id = fileId(instance.node.id, instance.name, file);
    return {
      code: "tampered",
      id,
      message: `${id} was changed by something else since it was stored.`,
      remedy: "Set or generate it to accept a new value, or restore it from version control.",
    };
  });
  for (const { code, message, remedy } of issues) {
    findings.push({ code, id: instance.id, message, remedy });
  }
  return findings;
}

async function readFindings(
  vars: Vars,
  plan: VarsPlan,
  { instance }: PlanEntry,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { stored } = plan.state(instance);
  for (const name of stored?.files.keys() ?? []) {
    if (!instance.generator.files.has(name)) continue;
    try {
      await readStored(vars, instance, name, stored);
    } catch (error) {
      if (!(error instanceof VarsError)) throw error;
      const id = fileId(instance.node.id, instance.name, name);
      for (const { code, message, remedy } of error.issues) {
        findings.push({ code, id, message, remedy });
      }
    }
  }
  return findings;
}
