import type { FileHandle } from "./handle.ts";
import type { VarTarget } from "./target.ts";

/** A Terraform (OpenTofu) input variable that stands for a file. */
export interface TerraformVariable {
  readonly name: string;
  /** For `variable.<name>` in a `*.tf.json`. */
  readonly declaration: {
    readonly type: "string";
    readonly sensitive: boolean;
    readonly description: string;
  };
  /** How configurations refer to it. */
  readonly reference: string;
  /** The environment variable by which Terraform is given the value; the file itself holds none. */
  readonly environment: string;
}

/** A reference by variable, so that no value ever lands in a configuration. */
export const terraformVariable: VarTarget<TerraformVariable> = {
  name: "a Terraform variable",
  worldReadable: false,
  resolve(handle) {
    const name = identifier([handle.kind, handle.nodeName, handle.generator, handle.file]);
    return {
      name,
      declaration: { type: "string", sensitive: handle.secret, description: handle.id },
      reference: `\${var.${name}}`,
      environment: `TF_VAR_${name}`,
    };
  },
};

/** A variable of a development shell that is set when the shell starts. */
export interface ShellVariable {
  readonly name: string;
  /** A shell command that prints the value: it is read by whoever enters the shell, with their keys. */
  readonly command: readonly string[];
}

/**
 * A variable of a development shell. The shell's definition is world-readable, so it holds only the
 * command that fetches the value.
 */
export function shellVariable(
  command: (handle: FileHandle) => readonly string[],
  name: (handle: FileHandle) => string = (handle) =>
    identifier([handle.generator, handle.file]).toUpperCase(),
): VarTarget<ShellVariable> {
  return {
    name: "a shell variable",
    worldReadable: false,
    resolve: (handle) => ({ name: name(handle), command: command(handle) }),
  };
}

/** Letters, digits and underscores; other characters as `_xx_`, so different ids stay different. */
function identifier(parts: readonly string[]): string {
  const text = parts
    .map((part) =>
      [...Buffer.from(part)]
        .map((byte) => {
          const letter = String.fromCharCode(byte);
          return /[A-Za-z0-9]/.test(letter) ? letter : `_${byte.toString(16).padStart(2, "0")}_`;
        })
        .join(""),
    )
    .join("__");
  return /^[A-Za-z]/.test(text) ? text : `v_${text}`;
}
