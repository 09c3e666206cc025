import type { Json } from "./json.ts";

/** When a file must be on the machine. */
export type NeededFor = "partitioning" | "activation" | "users" | "services";

/** How a prompt is asked. */
export type PromptType = "hidden" | "line" | "multiline" | "multiline-hidden";

/** A file that a generator produces. Every field of Clan's `files.<f>`, and `template`. */
export interface FileInput {
  /** Encrypted, readable only by its audience. @default true */
  readonly secret?: boolean;
  /** Brought to machines: to all that the scope covers, or to the listed scope nodes only. @default true */
  readonly deploy?: boolean | readonly string[];
  /** @default "root" */
  readonly owner?: string;
  /** @default "root" */
  readonly group?: string;
  /** Four octal digits. @default "0400" */
  readonly mode?: string;
  /** @default "services" */
  readonly neededFor?: NeededFor;
  /** systemd units restarted when the file changes. */
  readonly restartUnits?: readonly string[];
  /** The file's text, with `{{file}}`, `{{dependency/file}}` and `{{prompts/name}}` filled in; the script need not write it. */
  readonly template?: string;
}

/** A value that a person is asked for. Every field of Clan's `prompts.<p>`. */
export interface PromptInput {
  readonly description?: string;
  /** @default "line" */
  readonly type?: PromptType;
  /** Also kept as the file of the same name, and not asked again while that file exists. @default false */
  readonly persist?: boolean;
  /** An empty answer is refused; Clan's `display.required`. @default true */
  readonly required?: boolean;
  readonly display?: {
    readonly group?: string | null;
    readonly label?: string | null;
    /** See `required`. */
    readonly required?: boolean;
    readonly helperText?: string | null;
  };
}

/** Files of another generator, staged under `$in/<as>/`. */
export interface DependencyInput {
  readonly generator: string;
  /** The scope node (id, name in its kind, or alias) where it lives. @default the nearest scope above that has it */
  readonly node?: string;
  /** The kind of the scope where it lives, looked for upwards. */
  readonly scope?: string;
  /** Clan's name for `node` in flake-level generators. */
  readonly exportKey?: string;
  /** The folder under `$in`. @default the generator's name */
  readonly as?: string;
}

/** A program that the script calls: a name, a Nix installable (`nixpkgs#openssl`) or a store path. */
export type RuntimeInputInput =
  | string
  | { readonly package: string; readonly programs?: readonly string[] };

/** A length of time: seconds, or text such as `90d`, `12h30m`, `2w`, `1y`, `P90D`. */
export type DurationInput = number | string;

/**
 * A generator as people declare it: field for field what Clan's generators accept (read-only and
 * internal fields of Clan's, such as `finalScript`, are accepted and ignored), and `scope`,
 * `expires`, `rotateAfter` and templates besides.
 */
export interface GeneratorInput {
  readonly files?: Readonly<Record<string, FileInput>>;
  readonly prompts?: Readonly<Record<string, PromptInput>>;
  /** Names, or records that say where; Clan's flake-level attribute set is accepted as well. */
  readonly dependencies?:
    | readonly (string | DependencyInput)[]
    | Readonly<Record<string, DependencyInput>>;
  readonly runtimeInputs?: readonly RuntimeInputInput[];
  /** Shell text (bash, `set -euo pipefail`), with `$in`, `$out` and `$prompts`. */
  readonly script?: string;
  /** The kind of scope node where it lives. @default the kind of the node that declares it */
  readonly scope?: string;
  /** Lives at the root: Clan's word for `scope: <the root's kind>`. @default false */
  readonly share?: boolean;
  /** Any value; the files are stale when it changes. */
  readonly validation?: Json;
  /** The value is unusable this long after it was made. */
  readonly expires?: DurationInput;
  /** The value should be made anew this long after it was made. */
  readonly rotateAfter?: DurationInput;
}

/** Hands a generator back as it is, with its type: for editors and for `const` inference. */
export function defineGenerator<const G extends GeneratorInput>(generator: G): G {
  return generator;
}
