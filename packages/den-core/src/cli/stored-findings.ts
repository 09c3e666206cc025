import { homedir } from "node:os";
import { checkVarsStored } from "../check/check-vars.ts";
import type { Finding } from "../diagnostics/finding.ts";
import type { Io } from "./io.ts";
import type { OpenFleet } from "./open-fleet.ts";

/** What is not as it should be with what was generated for a fleet. */
export async function storedFindings({ pipeline, root }: OpenFleet, io: Io): Promise<Finding[]> {
  return checkVarsStored(pipeline, { root, env: io.env, home: io.env.HOME ?? homedir() });
}
