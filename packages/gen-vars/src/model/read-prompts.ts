import {
  join,
  type Place,
  readBoolean,
  readChoice,
  readFields,
  readOptional,
  readRecord,
  readString,
} from "./field-reader.ts";
import type { GeneratorPrompt } from "./generator.ts";
import type { PromptType } from "./generator-input.ts";
import { compare } from "./json.ts";
import { checkName } from "./read-files.ts";

const TYPES: readonly PromptType[] = ["hidden", "line", "multiline", "multiline-hidden"];
const FIELDS = ["description", "type", "persist", "display"] as const;
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
  return {
    name,
    description: readString(fields.get("description"), join(path, "description"), name, place),
    type: readChoice(fields.get("type"), join(path, "type"), TYPES, "line", place),
    persist: readBoolean(fields.get("persist"), join(path, "persist"), false, place),
    required: readBoolean(display.get("required"), join(displayPath, "required"), true, place),
    group: readOptional(display.get("group"), join(displayPath, "group"), place),
    label: readOptional(display.get("label"), join(displayPath, "label"), place) ?? name,
    helperText: readOptional(display.get("helperText"), join(displayPath, "helperText"), place),
  };
}
