import type { NeededFor, PromptType } from "./generator-input.ts";
import type { Template } from "./template.ts";

/** A generator after normalisation: every default filled in, maps for user-named things, sorted. */
export interface Generator {
  readonly name: string;
  readonly files: ReadonlyMap<string, GeneratorFile>;
  /** Whether any file is a template. */
  readonly hasTemplates: boolean;
  readonly prompts: ReadonlyMap<string, GeneratorPrompt>;
  readonly dependencies: readonly Dependency[];
  readonly runtimeInputs: readonly RuntimeInput[];
  readonly script: string;
  /** The kind it lives at; absent: where it is declared. */
  readonly scope: string | undefined;
  readonly share: boolean;
  /** Canonical JSON of `validation`, or `null`. */
  readonly validation: string | null;
  /** Seconds. */
  readonly expires: number | undefined;
  /** Seconds. */
  readonly rotateAfter: number | undefined;
  readonly fingerprint: DefinitionFingerprint;
}

/** Hashes of what a generator's result depends on, apart from its dependencies' contents. */
export interface DefinitionFingerprint {
  /** Of the script and the templates. */
  readonly script: string;
  /** Of the runtime inputs, prompts and dependency names. */
  readonly inputs: string;
  /** sha256 hex of the validation value's JSON as in Clan, or `null`. */
  readonly validation: string | null;
}

export interface GeneratorFile {
  readonly name: string;
  readonly secret: boolean;
  /** `true`: wherever the scope reaches; a list: only those scope nodes; `false`: nowhere. */
  readonly deploy: boolean | readonly string[];
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  readonly neededFor: NeededFor;
  readonly restartUnits: readonly string[];
  readonly template: Template | undefined;
}

export interface GeneratorPrompt {
  readonly name: string;
  readonly description: string;
  readonly type: PromptType;
  readonly persist: boolean;
  readonly required: boolean;
  readonly group: string | undefined;
  readonly label: string;
  readonly helperText: string | undefined;
}

export interface Dependency {
  /** The folder under `$in`. */
  readonly as: string;
  readonly generator: string;
  readonly node: string | undefined;
  readonly scope: string | undefined;
}

export interface RuntimeInput {
  /** A program's name, a Nix installable, or an absolute path whose `bin` is used. */
  readonly package: string;
  /** The programs it must provide; empty when not said. */
  readonly programs: readonly string[];
}

/** Whether what a person types for this prompt must not be shown. */
export function isHidden(prompt: GeneratorPrompt): boolean {
  return prompt.type === "hidden" || prompt.type === "multiline-hidden";
}
