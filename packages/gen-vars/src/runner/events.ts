import type { VarsIssue } from "../error/vars-error.ts";

/** What happens in a run, as it happens. Never holds a secret value. */
export type RunEvent =
  | {
      readonly type: "begin";
      /** How many instances will run. */
      readonly count: number;
      readonly sandbox: "bubblewrap" | "none";
      /** Whether temporary files are in memory. */
      readonly inMemory: boolean;
    }
  | { readonly type: "start"; readonly id: string }
  | { readonly type: "done"; readonly id: string; readonly seconds: number }
  /** Its dependencies turned out the same as before, so it did not have to run. */
  | { readonly type: "unchanged"; readonly id: string }
  | { readonly type: "failed"; readonly id: string; readonly issues: readonly VarsIssue[] }
  /** The results of these instances became visible, together. */
  | { readonly type: "stored"; readonly ids: readonly string[] };
