import { VarsError } from "../error/vars-error.ts";
import type { Instance } from "../model/vars-model.ts";
import type { WorkItem } from "../plan/select-work.ts";
import type { Fingerprint } from "../plan/stored.ts";
import type { Values } from "../runner/workshop.ts";
import { digestOf } from "../stores/in-repo.ts";
import { type InstanceChange, type NextFile, targetOf } from "./commit.ts";
import type { VarsPlan } from "./plan-of.ts";
import { readStored } from "./read-value.ts";
import { publicContent } from "./stored-state.ts";
import { addressOf, type Vars } from "./vars.ts";

/** The values of a run: those just made, and those read from the stores when needed. */
export interface Gallery {
  /** What is staged under `$in` for an instance. */
  inputsOf(instance: Instance): Promise<ReadonlyMap<string, Values>>;
  /** Takes the result of an instance, and answers the change that stores it. */
  add(instance: Instance, values: Values): Promise<InstanceChange>;
  /** Whether an instance that was only to run because of its dependencies need not. */
  isUnchanged(item: WorkItem): boolean;
  /** The answer that a persisted prompt got before, unless new values are wanted. */
  persisted(item: WorkItem, prompt: string): Promise<Uint8Array | undefined>;
}

export function createGallery(vars: Vars, plan: VarsPlan): Gallery {
  const made = new Map<Instance, Values>();
  const contents = new Map<Instance, ReadonlyMap<string, string>>();

  function contentOf(instance: Instance, file: string): string | undefined {
    const fresh = contents.get(instance);
    if (fresh !== undefined) return fresh.get(file);
    return plan.state(instance).stored?.files.get(file)?.content;
  }

  function stagedFiles(instance: Instance, index: number): readonly string[] {
    const { on, access } = instance.dependencies[index] as Instance["dependencies"][number];
    return [...on.generator.files.values()]
      .filter((file) => access === "all" || !file.secret)
      .map((file) => file.name);
  }

  function dependencyContents(instance: Instance): Fingerprint["dependencies"] {
    const result = new Map<string, Map<string, string>>();
    instance.dependencies.forEach(({ dependency, on }, index) => {
      const files = stagedFiles(instance, index).map(
        (file) => [file, contentOf(on, file) ?? ""] as const,
      );
      result.set(dependency.as, new Map(files));
    });
    return result;
  }

  async function value(instance: Instance, file: string): Promise<Uint8Array> {
    const fresh = made.get(instance)?.get(file);
    return fresh ?? readStored(vars, instance, file, plan.state(instance).stored);
  }

  /** The old content id when the value did not change, so that dependents stay as they are. */
  async function contentId(
    instance: Instance,
    name: string,
    secret: boolean,
    bytes: Uint8Array,
  ): Promise<string> {
    if (!secret) return publicContent(digestOf(bytes));
    const old = plan.state(instance).stored?.files.get(name);
    const dependents = vars.model.dependentsOf(instance.id);
    if (old?.secret === true && dependents.length > 0) {
      try {
        const before = await readStored(vars, instance, name, plan.state(instance).stored);
        if (Buffer.compare(before, bytes) === 0) return old.content;
      } catch (error) {
        if (!(error instanceof VarsError)) throw error;
      }
    }
    return `rev:${Buffer.from(vars.effects.randomBytes(16)).toString("base64url")}`;
  }

  return {
    async inputsOf(instance) {
      const inputs = new Map<string, Values>();
      for (const [index, { dependency, on }] of instance.dependencies.entries()) {
        const files = new Map<string, Uint8Array>();
        for (const file of stagedFiles(instance, index)) files.set(file, await value(on, file));
        inputs.set(dependency.as, files);
      }
      return inputs;
    },

    async add(instance, values) {
      const files = new Map<string, NextFile>();
      const ids = new Map<string, string>();
      for (const [name, bytes] of values) {
        const file = instance.generator.files.get(name);
        if (file === undefined) continue;
        const store = vars.storeFor(instance, file);
        const content = await contentId(instance, name, file.secret, bytes);
        ids.set(name, content);
        files.set(name, {
          store: store.name,
          location: store.locate(addressOf(vars.model, instance, file)),
          secret: file.secret,
          content,
          recipients: vars.recipientsFor(instance, file),
          value: bytes,
        });
      }
      made.set(instance, values);
      contents.set(instance, ids);
      const fingerprint = {
        ...instance.generator.fingerprint,
        dependencies: dependencyContents(instance),
      };
      return {
        ...targetOf(vars, instance),
        before: plan.state(instance).stored,
        after: { created: vars.effects.now(), fingerprint, files },
      };
    },

    isUnchanged({ entry, cause }) {
      if (entry.stored === undefined || cause === "requested") return false;
      const { instance, reasons } = entry;
      if (!reasons.every((r) => r.code === "dependency" && r.upcoming)) return false;
      const before = entry.stored.fingerprint.dependencies;
      for (const [as, files] of dependencyContents(instance)) {
        const old = before.get(as);
        if (old === undefined || old.size !== files.size) return false;
        for (const [file, content] of files) if (old.get(file) !== content) return false;
      }
      return true;
    },

    async persisted({ entry, cause }, prompt) {
      const renew = entry.reasons.some(
        ({ code }) =>
          code === "expired" ||
          code === "rotation-due" ||
          code === "rotation-marked" ||
          code === "secrecy",
      );
      const { stored } = entry;
      if (renew || cause === "requested" || stored?.files.has(prompt) !== true) return undefined;
      try {
        return await readStored(vars, entry.instance, prompt, stored);
      } catch (error) {
        // Without the key the question is asked again.
        if (error instanceof VarsError) return undefined;
        throw error;
      }
    },
  };
}
