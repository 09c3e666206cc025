import type { Command } from "commander";
import { nodeEffects, runProgram, type Vars, VarsError } from "gen-vars";
import { locateFindings } from "../../config/locate.ts";
import { DenError } from "../../diagnostics/den-error.ts";
import { sortFindings } from "../../diagnostics/finding.ts";
import { openFleetVars } from "../../vars/fleet-vars.ts";
import { type Io, type Paint, paintFor } from "../io.ts";
import { type OpenFleet, openFleet } from "../open-fleet.ts";
import { reportFindings } from "../report.ts";
import type { Verb } from "../verb.ts";
import { cliFailure, systemFailure } from "./failures.ts";
import { type IdentitySource, identitySource } from "./identities.ts";

export type Options = Readonly<Record<string, unknown>>;

/** What a command of `den vars` works with. */
export interface VarsContext {
  readonly io: Io;
  readonly options: Options;
  readonly json: boolean;
  readonly paint: Paint;
  readonly fleet: OpenFleet;
  readonly vars: Vars;
  readonly identities: IdentitySource;
}

/** A command of `den vars`: its options, and what it does with the opened values of a fleet. */
export interface VarsCommand {
  /** Whether it only reads: then it works with what is right of a fleet that has errors. */
  readonly reads?: boolean;
  define?(command: Command): Command;
  run(context: VarsContext, args: readonly string[]): Promise<number>;
}

/** An option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** What such an option was given. */
export function listOf(options: Options, name: string): readonly string[] {
  const given = options[name];
  return Array.isArray(given) ? given : [];
}

/** The verb of a command: opens the fleet's values, and reports what gen-vars refuses as den does. */
export function varsVerb(command: VarsCommand): Verb {
  return {
    define: (defined) =>
      (command.define?.(defined) ?? defined).option(
        "--identity <file>",
        "decrypt with this key file and no other (may be repeated)",
        collect,
      ),
    async run(io, args, options) {
      const fleet = await openFleet(io, options);
      await tellErrors(fleet, io, options, command.reads === true);
      const identities = identitySource(io, listOf(options, "identity"));
      let vars: Vars | undefined;
      try {
        vars = openVarsOf(fleet, io, identities);
        const paint = await paintFor(io, options.color !== false);
        const json = options.json === true;
        return await command.run({ io, options, json, paint, fleet, vars, identities }, args);
      } catch (error) {
        const failure =
          error instanceof VarsError
            ? cliFailure(error, fleet, vars, identities)
            : (systemFailure(error) ?? error);
        // Whoever reports it needs the folder that places are relative to.
        if (failure instanceof DenError) Object.assign(failure, { root: fleet.root });
        throw failure;
      }
    },
  };
}

/**
 * What is wrong with the fleet's files. Where values are changed it is refused: a host that is not
 * understood would look like one that is gone.
 */
async function tellErrors(
  fleet: OpenFleet,
  io: Io,
  options: Options,
  reads: boolean,
): Promise<void> {
  const all = [...fleet.findings, ...fleet.pipeline.model.findings];
  const errors = all.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  if (!reads) throw Object.assign(new DenError(errors), { root: fleet.root });
  const paint = await paintFor(io, options.color !== false);
  const findings = await locateFindings(sortFindings(errors), fleet.locator);
  reportFindings(io, paint, findings, fleet.locator);
}

function openVarsOf(fleet: OpenFleet, io: Io, identities: IdentitySource): Vars {
  // Private keys that we were given are no business of the programs that we run.
  const { SOPS_AGE_KEY: _, ...env } = io.env;
  return openFleetVars(fleet.pipeline, {
    root: fleet.root,
    identities: identities.load,
    env,
    home: identities.home,
    effects: {
      run: (program, args, options) => runProgram(program, args, { env, ...options }),
      now: io.now ?? nodeEffects.now,
    },
  });
}

/** Data as JSON on standard output. */
export function printJson({ io }: Pick<VarsContext, "io">, data: unknown): void {
  io.out(`${JSON.stringify(data, (_, value) => (value === undefined ? null : value), 2)}\n`);
}
