import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  type AskPrompt,
  answersFrom,
  findInstance,
  type GenerateOptions,
  type GeneratorPrompt,
  isHidden,
  type PromptQuestion,
  type Vars,
  VarsError,
} from "gen-vars";
import { isRecord } from "../../model/reader.ts";
import type { Question } from "../io.ts";
import type { VarsContext } from "./command.ts";

/**
 * How prompts are answered: from `--answers` first, else by asking at the terminal, one after another.
 * Where there is neither, they stay unanswered, and the library names all of them.
 */
export async function createAsker(
  context: VarsContext,
): Promise<(controller: AbortController) => Pick<GenerateOptions, "ask" | "signal">> {
  const { options, vars } = context;
  const known: AskPrompt =
    typeof options.answers === "string"
      ? answersFrom(withIds(await readAnswers(options.answers, context), vars), vars.model)
      : () => undefined;
  return (controller) => {
    const ask = askerAt(context, controller);
    return {
      signal: controller.signal,
      ask: async (question) => (await known(question)) ?? (await ask?.(question)),
    };
  };
}

async function readAnswers(file: string, { io }: VarsContext): Promise<unknown> {
  const { parseDocument } = await import("yaml");
  let text: string;
  try {
    text =
      file === "-"
        ? Buffer.from((await io.input?.readAll()) ?? []).toString()
        : readFileSync(resolve(io.cwd, file), "utf8");
  } catch (error) {
    throw invalid(file, (error as NodeJS.ErrnoException).code ?? "it cannot be read");
  }
  // JSON is YAML. Messages of parsers quote the text, which holds secrets: only the place is told.
  const document = parseDocument(text, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line;
    throw invalid(
      file,
      `it is neither JSON nor YAML${line === undefined ? "" : ` (line ${line})`}`,
    );
  }
  try {
    return document.toJS() ?? {};
  } catch {
    throw invalid(file, "it is neither JSON nor YAML");
  }
}

function invalid(file: string, why: string): VarsError {
  return new VarsError([
    {
      code: "answers-invalid",
      message: `The answers in ${file} cannot be used: ${why}.`,
      remedy: "write { ID: { PROMPT: text } } as JSON or YAML",
      culprit: file,
    },
  ]);
}

/** Answers by the ids of generators, where they were given by another name of theirs. */
function withIds(answers: unknown, vars: Vars): unknown {
  if (!isRecord(answers)) return answers;
  return Object.fromEntries(
    Object.entries(answers).map(([name, own]) => {
      try {
        return [findInstance(vars.model, name).id, own];
      } catch {
        // Told by whoever reads the answers.
        return [name, own];
      }
    }),
  );
}

/** Asks at the terminal; `undefined` where there is none. */
function askerAt(context: VarsContext, controller: AbortController): AskPrompt | undefined {
  const { io, paint } = context;
  const { input } = io;
  if (input?.isTerminal !== true) return undefined;
  let shown = "";
  return async (question) => {
    const title = titleOf(question);
    if (title !== shown) io.err(`${paint.bold(title)}\n`);
    shown = title;
    const text = questionOf(question, context);
    if (text.help !== "") io.err(text.help);
    for (;;) {
      const answer = await input.ask(text, controller.signal);
      if (answer === undefined) {
        controller.abort();
        return undefined;
      }
      if (answer !== "" || !question.prompt.required) return answer;
      io.err("  an answer is needed (Ctrl-C stops)\n");
    }
  };
}

function titleOf({ instance, prompt }: PromptQuestion): string {
  return prompt.group === undefined ? instance.id : `${instance.id}: ${prompt.group}`;
}

function questionOf(
  { prompt }: PromptQuestion,
  { paint }: VarsContext,
): Question & { readonly help: string } {
  const lines = prompt.type.startsWith("multiline");
  const hidden = isHidden(prompt);
  const notes = [
    ...(hidden ? ["not shown"] : []),
    ...(lines ? ["end with a line that holds only a dot, or with Ctrl-D"] : []),
    ...(prompt.required ? [] : ["may be left empty"]),
  ];
  const note = notes.length === 0 ? "" : ` ${paint.dim(`(${notes.join("; ")})`)}`;
  return {
    help: helpOf(prompt, paint),
    text: `  ${prompt.label}${note}:${lines ? "\n" : " "}`,
    hidden,
    lines,
  };
}

function helpOf(
  { description, label, helperText }: GeneratorPrompt,
  paint: VarsContext["paint"],
): string {
  return [description, helperText]
    .filter((text): text is string => text !== undefined && text !== "" && text !== label)
    .flatMap((text) => text.trim().split("\n"))
    .map((line) => `  ${paint.dim(line)}\n`)
    .join("");
}
