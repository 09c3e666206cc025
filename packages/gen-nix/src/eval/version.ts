import { nixError } from "../errors.ts";
import type { RunOptions } from "./options.ts";
import { runNix } from "./run.ts";

/** The version of the Nix that runs. */
export interface NixVersion {
  /** As Nix prints it: `nix-instantiate (Nix) 2.8.0`. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/**
 * Asks the Nix that `options` name for its version. This package works with 2.4 and newer.
 *
 * @throws NixError `NIX_MISSING` when there is none, `NIX_OUTPUT` when it does not say.
 */
export async function nixVersion(options: RunOptions = {}): Promise<NixVersion> {
  const { stdout } = await runNix(["--version"], "", options);
  const text = stdout.toString("utf8").trim();
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined || minor === undefined) {
    throw nixError(
      "NIX_OUTPUT",
      `${JSON.stringify(text)} is not a version of Nix`,
      "check the option `program`",
    );
  }
  return { text, major: Number(major), minor: Number(minor) };
}
