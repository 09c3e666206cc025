import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { failure, refuse, VarsError, type VarsIssue } from "../error/vars-error.ts";
import type { Instance } from "../model/vars-model.ts";
import type { PlanEntry } from "../plan/plan.ts";
import { selectWork, type Work, type WorkItem, type WorkRequest } from "../plan/select-work.ts";
import type { Transaction } from "../repository/repository.ts";
import type { AskPrompt } from "../runner/answers.ts";
import type { RunEvent } from "../runner/events.ts";
import { findPrograms, type ProgramSource } from "../runner/programs.ts";
import { runGenerator } from "../runner/run-generator.ts";
import { chooseSandbox, makeEtc, type SandboxChoice } from "../runner/sandbox.ts";
import { schedule } from "../runner/schedule.ts";
import { makeWorkFolder, privateFolder } from "../runner/work-folder.ts";
import type { Limits, Workshop } from "../runner/workshop.ts";
import { cancelled, collectAnswers } from "./collect-answers.ts";
import { commitInstances, type InstanceChange } from "./commit.ts";
import { createGallery } from "./gallery.ts";
import { planOf, type VarsPlan } from "./plan-of.ts";
import type { Vars } from "./vars.ts";

export interface GenerateOptions extends WorkRequest {
  /** Asks for prompts that need an answer, one after the other. @default nobody can be asked */
  readonly ask?: AskPrompt;
  /**
   * `together`: all results become visible in one step, or none. `each`: those of every instance by
   * themselves, as soon as it is done; others go on when one fails. @default "together"
   */
  readonly commit?: "together" | "each";
  /** @default "required" */
  readonly sandbox?: SandboxChoice;
  /** Where programs come from. @default "auto" */
  readonly programs?: ProgramSource;
  /** The PATH that programs are looked for on. @default this process's */
  readonly path?: string;
  /** The flake that bare package names are taken from. @default "nixpkgs" */
  readonly nixpkgs?: string;
  /** Variables that scripts see, besides the runner's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
  /** How many scripts may run at once. @default as many as there are processors */
  readonly parallel?: number;
  /** Tell what failing scripts printed, though it may hold secrets. @default false */
  readonly showOutput?: boolean;
  /** Where the private folder is made. @default in memory, when possible */
  readonly temporary?: string;
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
}

export interface GenerateResult {
  /** Instances whose new values are stored, in the order they were planned. */
  readonly generated: readonly string[];
  /** Instances that did not have to run after all. */
  readonly unchanged: readonly string[];
  /** With `commit: "each"`: what failed. */
  readonly failed: ReadonlyMap<string, readonly VarsIssue[]>;
}

export const DEFAULT_LIMITS: Limits = {
  timeoutSeconds: 300,
  outputBytes: 1_048_576,
  fileBytes: 16_777_216,
};

/** What {@link generateVars} would do, without doing it: the `--dry-run`. Needs no key. */
export async function previewWork(
  vars: Vars,
  request: WorkRequest = {},
): Promise<{ readonly plan: VarsPlan; readonly work: Work }> {
  const plan = await planOf(vars);
  return { plan, work: selectWork(plan, request) };
}

/**
 * Generates what is missing and makes anew what is stale, with everything that follows from it.
 * Holds the store's lock from planning to storing. When nothing needs to be done it does nothing.
 *
 * @throws VarsError `locked`; all blockers (`no-recipients`, `store-unknown`); all missing programs;
 * `sandbox-unavailable`; all unanswered prompts; with `commit: "together"` everything that failed,
 * in which case nothing is stored
 */
export async function generateVars(
  vars: Vars,
  options: GenerateOptions = {},
): Promise<GenerateResult> {
  return vars.repository.transact(async (transaction) => {
    await cleanStores(vars);
    const { plan, work } = await previewWork(vars, options);
    refuseBlocked(work.blocked);
    if (work.items.length === 0) return { generated: [], unchanged: [], failed: new Map() };
    return run(vars, transaction, plan, work.items, options);
  });
}

/** Removes what interrupted preparations left in stores outside the repository. */
export async function cleanStores(vars: Vars): Promise<void> {
  for (const store of vars.stores.values()) await store.clean?.(vars.effects);
}

function refuseBlocked(blocked: readonly PlanEntry[]): void {
  refuse(
    blocked.flatMap(({ instance, blockedBy }) =>
      blockedBy.map((blocker): VarsIssue => {
        if (blocker.code === "dependency") {
          return {
            code: "dependency-failed",
            message: `${instance.id} cannot be generated, because ${blocker.chain.at(-1)} cannot (${blocker.chain.join(" → ")}).`,
            remedy: "Mend that first.",
            culprit: instance.id,
            chain: blocker.chain,
          };
        }
        const code = blocker.code === "recipients" ? "no-recipients" : "store-unknown";
        return { code, message: blocker.message, remedy: "", culprit: instance.id };
      }),
    ),
  );
}

async function run(
  vars: Vars,
  transaction: Transaction,
  plan: VarsPlan,
  items: readonly WorkItem[],
  options: GenerateOptions,
): Promise<GenerateResult> {
  const { onEvent = () => {}, signal, commit = "together" } = options;
  const instances = items.map((item) => item.entry.instance);
  const scripted = instances.filter((instance) => instance.generator.script.trim() !== "");
  const choice = scripted.length === 0 ? "off" : (options.sandbox ?? "required");
  const sandbox = await chooseSandbox(choice, vars.effects.run);
  const folder = makeWorkFolder(vars.effects.processes, options.temporary);
  try {
    const programs = await findPrograms(scripted, {
      source: options.programs ?? "auto",
      run: vars.effects.run,
      path: options.path ?? process.env.PATH ?? "",
      nixpkgs: options.nixpkgs ?? "nixpkgs",
      folder: privateFolder(join(folder.path, "bin")),
    });
    const etc = join(folder.path, "etc");
    if (sandbox.kind === "bubblewrap") makeEtc(etc);
    const gallery = createGallery(vars, plan);
    const answers = await collectAnswers(items, gallery, options);
    const stop = new AbortController();
    const ended = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
    // Every running script listens, and there may be many.
    setMaxListeners(0, ended);
    const workshop: Workshop = {
      folder,
      programs,
      sandbox,
      etc,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      env: options.env ?? {},
      showOutput: options.showOutput ?? false,
      signal: ended,
    };
    onEvent({
      type: "begin",
      count: items.length,
      sandbox: sandbox.kind,
      inMemory: folder.inMemory,
    });

    const byInstance = new Map(items.map((item) => [item.entry.instance, item] as const));
    const changes = new Map<Instance, InstanceChange>();
    const unchanged: string[] = [];
    const failed = new Map<string, readonly VarsIssue[]>();
    // One commit after the other: documents may hold values of several instances.
    let stored: Promise<void> = Promise.resolve();
    await schedule(
      instances,
      (instance) => instance.dependencies.map(({ on }) => on),
      options.parallel ?? availableParallelism(),
      async (instance) => {
        const item = byInstance.get(instance) as WorkItem;
        try {
          const broken = instance.dependencies.find(({ on }) => failed.has(on.id));
          if (broken !== undefined) throw notReached(instance, broken.on);
          if (gallery.isUnchanged(item)) {
            unchanged.push(instance.id);
            onEvent({ type: "unchanged", id: instance.id });
            return;
          }
          onEvent({ type: "start", id: instance.id });
          const start = performance.now();
          const inputs = await gallery.inputsOf(instance);
          const prompts = answers.get(instance) ?? new Map<string, Uint8Array>();
          const values = await runGenerator({ instance, inputs, prompts }, workshop);
          const change = await gallery.add(instance, values);
          if (commit === "each") {
            stored = stored.then(() => commitInstances(vars, transaction, [change]));
            await stored;
            onEvent({ type: "stored", ids: [instance.id] });
          }
          changes.set(instance, change);
          const seconds = (performance.now() - start) / 1000;
          onEvent({ type: "done", id: instance.id, seconds });
        } catch (error) {
          if (!(error instanceof VarsError)) throw error;
          // What was stopped because another one failed is not news.
          if (stop.signal.aborted && error.code === "cancelled") return;
          failed.set(instance.id, error.issues);
          onEvent({ type: "failed", id: instance.id, issues: error.issues });
          if (commit === "together") stop.abort();
        }
      },
      () => ended.aborted,
    );
    if (signal?.aborted) throw cancelled();
    const generated = instances.filter((instance) => changes.has(instance));
    if (commit === "together") {
      refuse([...failed.values()].flat());
      await commitInstances(
        vars,
        transaction,
        generated.map((i) => changes.get(i) as InstanceChange),
      );
      onEvent({ type: "stored", ids: generated.map((instance) => instance.id) });
    }
    return { generated: generated.map((instance) => instance.id), unchanged, failed };
  } finally {
    folder.remove();
  }
}

function notReached(instance: Instance, on: Instance): VarsError {
  return failure({
    code: "dependency-failed",
    message: `${instance.id} was not generated, because ${on.id} failed.`,
    remedy: "Mend that first.",
    culprit: instance.id,
    chain: [instance.id, on.id],
  });
}
