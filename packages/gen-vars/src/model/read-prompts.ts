import {
  join,
  type Place,
  readBoolean,
  readChoice,
  readFields,
  readOptional,
  readRecord,
  readString,
  report,
} from "./field-reader.ts";
import type { GeneratorPrompt } from "./generator.ts";
import type { PromptType } from "./generator-input.ts";
import { compare } from "./json.ts";
import { checkName } from "./read-files.ts";

const TYPES: readonly PromptType[] = ["hidden", "line", "multiline", "multiline-hidden"];
const FIELDS = ["description", "type", "persist", "required", "display"] as const;
const DISPLAY = ["group", "label", "required", "helperText"] as const;

/** The declared prompts, sorted by name. */
export function readPrompts(value: unknown, place: Place): ReadonlyMap<string, GeneratorPrompt> {
  const prompts = readRecord(value, "prompts", place).map(([name, prompt]) => {
    checkName(name, join("prompts", name), "prompt", place);
    return [name, readPrompt(name, prompt, place)] as const;
  });
  return new Map(prompts.sort(([a], [b]) => compare(a, b)));
}

function readPrompt(name: string, value: unknown, place: Place): GeneratorPrompt {
  const path = join("prompts", name);
  const fields = readFields(value, path, FIELDS, ["name"], place);
  const displayPath = join(path, "display");
  const display = readFields(fields.get("display"), displayPath, DISPLAY, [], place);
  const required = [fields.get("required"), display.get("required")];
  if (required[0] !== undefined && required[1] !== undefined && required[0] !== required[1]) {
    report(
      place,
      "field-conflict",
      join(path, "required"),
      `${join(path, "required")} and ${join(displayPath, "required")} contradict each other.`,
      "Keep one of them.",
    );
  }
  return {
    name,
    description: readString(fields.get("description"), join(path, "description"), name, place),
    type: readChoice(fields.get("type"), join(path, "type"), TYPES, "line", place),
    persist: readBoolean(fields.get("persist"), join(path, "persist"), false, place),
    required: readBoolean(required[0] ?? required[1], join(path, "required"), true, place),
    group: readOptional(display.get("group"), join(displayPath, "group"), place),
    label: readOptional(display.get("label"), join(displayPath, "label"), place) ?? name,
    helperText: readOptional(display.get("helperText"), join(displayPath, "helperText"), place),
  };
}
