import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CONFIG_NAMES, findConfig } from "../config/find-config.ts";
import { locateFindings } from "../config/locate.ts";
import { DenError, refuse } from "../diagnostics/den-error.ts";
import { checkOut } from "../diff/check-out.ts";
import { PLAN_VERSION, type Plan, planFleet } from "../plan/plan.ts";
import type { Io } from "./io.ts";
import { openFleet } from "./open-fleet.ts";

/**
 * The plan that an argument names: a plan's file, a configuration file, a folder with a fleet, or a git
 * revision of the fleet here; without an argument the fleet here, as it is.
 *
 * @throws DenError `DEN_USAGE` for what is none of these, and whatever loading that fleet throws
 */
export async function planOf(
  argument: string | undefined,
  io: Io,
  options: Readonly<Record<string, unknown>>,
): Promise<Plan> {
  if (argument === undefined) return planHere(io, options);
  const path = resolve(io.cwd, argument);
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return planHere(io, { config: findConfig(path) });
    if (argument.endsWith(".json") && !CONFIG_NAMES.includes(basename(path))) return readPlan(path);
    return planHere(io, { config: path });
  }
  const config =
    typeof options.config === "string" ? resolve(io.cwd, options.config) : findConfig(io.cwd);
  const { folder, remove } = checkOut(argument, dirname(config));
  try {
    // The fleet's file may have had another name then.
    const names = [basename(config), ...CONFIG_NAMES];
    const name = names.find((one) => existsSync(join(folder, one)));
    if (name === undefined)
      return refuse("DEN_CONFIG_MISSING", `there is no fleet at revision ${argument}`);
    return await planHere(io, { config: join(folder, name) });
  } finally {
    remove();
  }
}

async function planHere(io: Io, options: Readonly<Record<string, unknown>>): Promise<Plan> {
  const { pipeline, root, locator } = await openFleet(io, options);
  const plan = planFleet(pipeline, { root, out: join(root, "den-out") });
  const errors = plan.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return plan;
  // Located now: the files may be temporary.
  throw Object.assign(new DenError(await locateFindings(errors, locator)), { root });
}

function readPlan(path: string): Plan {
  let value: Partial<Plan> | null;
  try {
    value = JSON.parse(readFileSync(path, "utf8")) as Partial<Plan> | null;
  } catch (error) {
    return refuse("DEN_USAGE", `${path} is no JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value?.version !== PLAN_VERSION || !Array.isArray(value.outputs))
    return refuse("DEN_USAGE", `${path} is no plan of version ${PLAN_VERSION}`, {
      remedy: "`den plan --json` prints one",
    });
  return value as Plan;
}
