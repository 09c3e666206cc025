import { suggest } from "../error/suggest.ts";
import { failure, refuse, type VarsIssue } from "../error/vars-error.ts";
import type { GeneratorPrompt } from "../model/generator.ts";
import type { Instance, VarsModel } from "../model/vars-model.ts";

/** One question. Identified by the instance and the prompt, never by names alone. */
export interface PromptQuestion {
  readonly instance: Instance;
  readonly prompt: GeneratorPrompt;
}

/** Asks one question; `undefined`: there is no answer (and nobody to ask). */
export type AskPrompt = (
  question: PromptQuestion,
) => string | Uint8Array | undefined | Promise<string | Uint8Array | undefined>;

/**
 * Answers from data: `{ "<instance id>": { "<prompt>": "answer" } }`.
 *
 * @throws VarsError `answers-invalid` with every id and prompt that does not exist or is no text;
 * no answer is repeated in it
 */
export function answersFrom(data: unknown, model: VarsModel): AskPrompt {
  const issues: VarsIssue[] = [];
  const answers = new Map<string, Map<string, string>>();
  const wrong = (message: string, culprit: string, known: Iterable<string>): void =>
    void issues.push({
      code: "answers-invalid",
      message,
      remedy: "Write { instance: { prompt: text } }.",
      culprit,
      ...suggest(culprit, known),
    });
  for (const [id, prompts] of entriesOf(data, () => wrong("The answers are no record.", "", []))) {
    const instance = model.instance(id);
    if (instance === undefined) {
      const known = model.instances.map((other) => other.id);
      wrong(`There are answers for ${JSON.stringify(id)}, which is no generator.`, id, known);
      continue;
    }
    const own = new Map<string, string>();
    answers.set(id, own);
    const notARecord = (): void => wrong(`The answers for ${id} are no record.`, id, []);
    for (const [name, answer] of entriesOf(prompts, notARecord)) {
      const known = instance.generator.prompts;
      if (!known.has(name)) {
        wrong(`${id} has no prompt ${JSON.stringify(name)}.`, name, known.keys());
      } else if (typeof answer !== "string") {
        wrong(`The answer to ${name} of ${id} is not text.`, name, []);
      } else own.set(name, answer);
    }
  }
  refuse(issues);
  return ({ instance, prompt }) => answers.get(instance.id)?.get(prompt.name);
}

function entriesOf(value: unknown, otherwise: () => void): [string, unknown][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.entries(value);
  }
  otherwise();
  return [];
}

/**
 * An answer as the script sees it.
 *
 * @throws VarsError `prompt-unanswered`, `prompt-invalid` (several lines where one is asked for)
 */
export function checkAnswer(
  { instance, prompt }: PromptQuestion,
  answer: string | Uint8Array | undefined,
): Uint8Array {
  const where = `${instance.id}, prompt ${prompt.name}`;
  const bytes = typeof answer === "string" ? Buffer.from(answer) : (answer ?? Buffer.alloc(0));
  if (bytes.length === 0 && prompt.required) {
    throw failure({
      code: "prompt-unanswered",
      message: `There is no answer for ${where}.`,
      remedy: "Answer it, hand answers over, or declare the prompt with display.required: false.",
      culprit: instance.id,
      path: `prompts.${prompt.name}`,
    });
  }
  const oneLine = prompt.type === "line" || prompt.type === "hidden";
  if (oneLine && bytes.includes(10)) {
    throw failure({
      code: "prompt-invalid",
      message: `The answer for ${where} has several lines.`,
      remedy: "Give one line, or declare the prompt as multiline.",
      culprit: instance.id,
      path: `prompts.${prompt.name}`,
    });
  }
  return bytes;
}
