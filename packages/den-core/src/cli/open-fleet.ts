import { resolve } from "node:path";
import { findConfig } from "../config/find-config.ts";
import { loadFragments } from "../config/load-fragments.ts";
import { createLocator, type Locator } from "../config/locate.ts";
import { DenError } from "../diagnostics/den-error.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { buildModel } from "../model/build-model.ts";
import { createPipeline, type Pipeline } from "../pipeline/pipeline.ts";
import { readVarsBelow } from "../vars/records.ts";
import type { Io } from "./io.ts";

/** A loaded fleet, ready for questions. */
export interface OpenFleet {
  readonly root: string;
  readonly pipeline: Pipeline;
  readonly locator: Locator;
  /** What was found while loading. */
  readonly findings: readonly Finding[];
}

/**
 * Finds, loads and merges the fleet that a command line means.
 *
 * @throws DenError `DEN_CONFIG_MISSING`, `DEN_CONFIG_PARSE`, `DEN_CONFIG_LOAD`, `DEN_CONFIG_SHAPE`
 */
export async function openFleet(
  io: Io,
  options: Readonly<Record<string, unknown>>,
): Promise<OpenFleet> {
  const file =
    typeof options.config === "string" ? resolve(io.cwd, options.config) : findConfig(io.cwd);
  let root = resolve(file, "..");
  try {
    const loaded = await loadFragments(file);
    root = loaded.root;
    const model = buildModel(loaded.root, loaded.fragments);
    return {
      root,
      pipeline: createPipeline(model, readVarsBelow(loaded.root)),
      locator: createLocator(root),
      findings: loaded.findings,
    };
  } catch (error) {
    // Whoever reports it needs the folder that places are relative to.
    if (error instanceof DenError) Object.assign(error, { root });
    throw error;
  }
}
