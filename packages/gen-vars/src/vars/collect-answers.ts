import { failure, refuse, VarsError, type VarsIssue } from "../error/vars-error.ts";
import type { Instance } from "../model/vars-model.ts";
import type { WorkItem } from "../plan/select-work.ts";
import { type AskPrompt, checkAnswer, type PromptQuestion } from "../runner/answers.ts";
import type { Gallery } from "./gallery.ts";

/** Answers of all prompts of a run, before anything runs; every missing one is reported. */
export async function collectAnswers(
  items: readonly WorkItem[],
  gallery: Gallery,
  { ask, signal }: { readonly ask?: AskPrompt; readonly signal?: AbortSignal },
): Promise<ReadonlyMap<Instance, ReadonlyMap<string, Uint8Array>>> {
  const answers = new Map<Instance, Map<string, Uint8Array>>();
  const issues: VarsIssue[] = [];
  for (const item of items) {
    const { instance } = item.entry;
    const own = new Map<string, Uint8Array>();
    for (const prompt of instance.generator.prompts.values()) {
      if (signal?.aborted) throw cancelled();
      const question: PromptQuestion = { instance, prompt };
      const kept = prompt.persist ? await gallery.persisted(item, prompt.name) : undefined;
      try {
        own.set(prompt.name, checkAnswer(question, kept ?? (await ask?.(question))));
      } catch (error) {
        if (!(error instanceof VarsError)) throw error;
        issues.push(...error.issues);
      }
    }
    if (own.size > 0) answers.set(instance, own);
  }
  if (signal?.aborted) throw cancelled();
  refuse(issues);
  return answers;
}

/** The run was cancelled by the caller. */
export function cancelled(): VarsError {
  return failure({
    code: "cancelled",
    message: "The run was cancelled.",
    remedy: "What was not stored yet is gone; start it again.",
  });
}
