import type { Instance } from "../model/vars-model.ts";
import type { Programs } from "./programs.ts";
import type { Sandbox } from "./sandbox.ts";
import type { WorkFolder } from "./work-folder.ts";

/** Files by name. */
export type Values = ReadonlyMap<string, Uint8Array>;

/** What a generator is given. */
export interface GeneratorTask {
  readonly instance: Instance;
  /** Staged files of dependencies, by folder. */
  readonly inputs: ReadonlyMap<string, Values>;
  /** Answers to its prompts. */
  readonly prompts: Values;
}

export interface Limits {
  /** How long a script may run. */
  readonly timeoutSeconds: number;
  /** How much it may print. */
  readonly outputBytes: number;
  /** How large all its files may be together. */
  readonly fileBytes: number;
}

/** What all generators of a run share. */
export interface Workshop {
  readonly folder: WorkFolder;
  readonly programs: Programs;
  readonly sandbox: Sandbox;
  /** What sandboxes show as /etc. */
  readonly etc: string;
  readonly limits: Limits;
  /** Declared variables, on top of the runner's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether a failing script's output is told even though it may hold secrets. */
  readonly showOutput: boolean;
  readonly signal: AbortSignal | undefined;
}
