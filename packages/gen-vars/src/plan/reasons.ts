import type { Generator, GeneratorFile } from "../model/generator.ts";
import type { Instance, ResolvedDependency } from "../model/vars-model.ts";
import type { PlanEntry, PlanInput, Reason } from "./plan.ts";
import type { StoredFile, StoredGenerator } from "./stored.ts";

const NONE: readonly never[] = [];

/** Every reason why an instance is not as it should be, missing files first. */
export function reasonsOf(
  instance: Instance,
  stored: StoredGenerator | undefined,
  input: PlanInput,
  entries: ReadonlyMap<Instance, PlanEntry>,
): readonly Reason[] {
  const { generator } = instance;
  if (stored === undefined) {
    // A generator without files has nothing to be missing: it can only check or fail.
    if (generator.files.size === 0) return NONE;
    return [{ code: "missing", remedy: "generate", files: [...generator.files.keys()] }];
  }
  const reasons: Reason[] = [];
  const missing = missingFiles(generator, stored);
  if (missing.length > 0) reasons.push({ code: "missing", remedy: "generate", files: missing });
  const made = stored.fingerprint;
  for (const code of DEFINITION) {
    if (made[code] !== generator.fingerprint[code]) reasons.push({ code, remedy: "generate" });
  }
  for (const dependency of instance.dependencies) {
    const reason = dependencyReason(dependency, stored, entries);
    if (reason !== undefined) reasons.push(reason);
  }
  addAgeReason("expired", generator.expires, stored, input, reasons);
  addAgeReason("rotation-due", generator.rotateAfter, stored, input, reasons);
  if (stored.rotate !== undefined) {
    reasons.push({ code: "rotation-marked", remedy: "generate", mark: stored.rotate });
  }
  for (const [name, file] of stored.files) {
    const declared = generator.files.get(name);
    if (declared !== undefined) addPlaceReasons(instance, declared, file, input, reasons);
  }
  return reasons.length === 0 ? NONE : reasons;
}

// The functions here run for every instance of a fleet, so they make no lists they do not need.
const DEFINITION = ["script", "inputs", "validation"] as const;

function missingFiles(generator: Generator, stored: StoredGenerator): readonly string[] {
  let missing: string[] | undefined;
  for (const name of generator.files.keys()) {
    if (stored.files.has(name)) continue;
    missing ??= [];
    missing.push(name);
  }
  return missing ?? NONE;
}

function addAgeReason(
  code: "expired" | "rotation-due",
  seconds: number | undefined,
  stored: StoredGenerator,
  input: PlanInput,
  reasons: Reason[],
): void {
  if (seconds === undefined || input.now < stored.created + seconds) return;
  reasons.push({ code, remedy: "generate", at: stored.created + seconds });
}

function dependencyReason(
  { dependency, on, access }: ResolvedDependency,
  stored: StoredGenerator,
  entries: ReadonlyMap<Instance, PlanEntry>,
): Reason | undefined {
  const entry = entries.get(on) as PlanEntry;
  if (entry.action === "generate") {
    return { code: "dependency", remedy: "generate", on: on.id, files: NONE, upcoming: true };
  }
  const before = stored.fingerprint.dependencies.get(dependency.as);
  let changed: string[] | undefined;
  let staged = 0;
  for (const file of on.generator.files.values()) {
    if (access === "public" && file.secret) continue;
    staged++;
    const now = entry.stored?.files.get(file.name)?.content;
    if (before?.get(file.name) === now) continue;
    changed ??= [];
    changed.push(file.name);
  }
  if (before !== undefined && before.size > staged) {
    const gone = [...before.keys()].filter((name) => !on.generator.files.has(name));
    changed = [...(changed ?? []), ...gone];
  }
  if (changed === undefined || changed.length === 0) return undefined;
  return { code: "dependency", remedy: "generate", on: on.id, files: changed, upcoming: false };
}

function addPlaceReasons(
  instance: Instance,
  declared: GeneratorFile,
  file: StoredFile,
  input: PlanInput,
  reasons: Reason[],
): void {
  if (declared.secret && !file.secret) {
    // It was public once: only a new value is secret.
    reasons.push({ code: "secrecy", remedy: "generate", file: declared.name });
    return;
  }
  const wanted = input.wanted?.(instance, declared);
  if (wanted === undefined) return;
  if (wanted.store !== file.store) {
    const { store: to } = wanted;
    reasons.push({ code: "store", remedy: "move", file: declared.name, from: file.store, to });
    return;
  }
  if (wanted.recipients === undefined || file.recipients === undefined) return;
  const missing = without(wanted.recipients, file.recipients);
  const extra = without(file.recipients, wanted.recipients);
  if (missing.length === 0 && extra.length === 0) return;
  reasons.push({ code: "recipients", remedy: "rekey", file: declared.name, missing, extra });
}

/** The members of sorted `all` that sorted `others` lacks. */
function without(all: readonly string[], others: readonly string[]): readonly string[] {
  let found: string[] | undefined;
  let i = 0;
  for (const item of all) {
    while (i < others.length && (others[i] as string) < item) i++;
    if (others[i] === item) continue;
    found ??= [];
    found.push(item);
  }
  return found ?? NONE;
}
