import type { GeneratorFile } from "../model/generator.ts";
import type { Instance, VarsModel } from "../model/vars-model.ts";
import type { RotationMark, StoredGenerator } from "./stored.ts";

/** Why an instance is not as it should be. `remedy` is what mends it. */
export type Reason =
  | { readonly code: "missing"; readonly remedy: "generate"; readonly files: readonly string[] }
  | { readonly code: "script" | "inputs" | "validation"; readonly remedy: "generate" }
  | {
      readonly code: "dependency";
      readonly remedy: "generate";
      readonly on: string;
      /** The files whose content changed; empty while `upcoming`. */
      readonly files: readonly string[];
      /** The dependency itself is about to be made anew. */
      readonly upcoming: boolean;
    }
  | {
      readonly code: "expired" | "rotation-due";
      readonly remedy: "generate";
      /** Since when, in seconds since 1970. */
      readonly at: number;
    }
  | { readonly code: "rotation-marked"; readonly remedy: "generate"; readonly mark: RotationMark }
  | { readonly code: "secrecy"; readonly remedy: "generate"; readonly file: string }
  | {
      readonly code: "recipients";
      readonly remedy: "rekey";
      readonly file: string;
      readonly missing: readonly string[];
      readonly extra: readonly string[];
    }
  | {
      readonly code: "store";
      readonly remedy: "move";
      readonly file: string;
      readonly from: string;
      readonly to: string;
    };

/** Something that keeps an instance from being generated, and that generating others cannot mend. */
export type Blocker =
  | { readonly code: "dependency"; readonly on: string; readonly chain: readonly string[] }
  | { readonly code: "recipients" | "store" | "prompt" | "other"; readonly message: string };

export type PlanState = "ok" | "missing" | "stale" | "blocked";

/** One instance in a plan. */
export interface PlanEntry {
  readonly instance: Instance;
  readonly state: PlanState;
  /** What has to happen; `generate` includes the others. */
  readonly action: "none" | "generate" | "rekey";
  readonly reasons: readonly Reason[];
  /** Direct dependencies that are generated first in the same run. */
  readonly waitsFor: readonly string[];
  readonly blockedBy: readonly Blocker[];
  readonly stored: StoredGenerator | undefined;
  /** Seconds since 1970. */
  readonly expiresAt: number | undefined;
  readonly rotateAt: number | undefined;
  /** Stored files that the generator no longer declares. */
  readonly leftovers: readonly string[];
}

/** The state of every instance of a model, dependencies first. */
export interface Plan {
  readonly model: VarsModel;
  readonly entries: readonly PlanEntry[];
  entry(id: string): PlanEntry | undefined;
}

/** What the plan compares the model with. Pure: the same answers give the same plan. */
export interface PlanInput {
  readonly stored: (instance: Instance) => StoredGenerator | undefined;
  /** Seconds since 1970. */
  readonly now: number;
  /** The store and the recipients (sorted) that a file should have. */
  readonly wanted?: (instance: Instance, file: GeneratorFile) => WantedPlace | undefined;
  /** What keeps an instance from being generated. */
  readonly blockers?: (instance: Instance) => readonly Blocker[];
}

export interface WantedPlace {
  readonly store: string;
  readonly recipients?: readonly string[] | undefined;
}
