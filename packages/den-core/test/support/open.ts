import { isNixExpr, print } from "gen-nix";
import { checkFleet } from "../../src/check/check-fleet.ts";
import type { Finding } from "../../src/diagnostics/finding.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { createPipeline, type Pipeline } from "../../src/pipeline/pipeline.ts";
import type { ReadVars } from "../../src/vars/records.ts";

/** A fleet, or several fragments by file name, as a pipeline: what a configuration file would give. */
export function open(
  fleet: object,
  fragments: Readonly<Record<string, object>> = {},
  read?: ReadVars,
): Pipeline {
  // As loading does: the root file, then the others by path.
  const others = Object.entries(fragments).sort(([a], [b]) => (a < b ? -1 : 1));
  const loaded = [["den.config.ts", fleet] as const, ...others].map(([file, value]) => ({
    file,
    absolute: `/fleet/${file}`,
    value: value as Readonly<Record<string, unknown>>,
  }));
  return createPipeline(buildModel("/fleet", loaded), read);
}

/** Everything that is wrong with a fleet. */
export function findingsOf(pipeline: Pipeline): Finding[] {
  return checkFleet(pipeline, { root: "/fleet", out: "/fleet/den-out" });
}

/** The codes of the errors of a fleet, in order. */
export function errorsOf(pipeline: Pipeline): string[] {
  return findingsOf(pipeline)
    .filter((finding) => finding.severity === "error")
    .map((finding) => finding.code);
}

/** The modules of a host: `aspect: text`, at its path where it has one. */
export function modulesOf(pipeline: Pipeline, host: string): string[] {
  const configuration = pipeline.evaluator.get(pipeline.outputs.host, `host:${host}`);
  const line = (at: readonly string[], aspect: string, expr: unknown): string =>
    `${aspect}${at.length === 0 ? "" : ` at ${at.join(".")}`}: ${(isNixExpr(expr) ? print(expr) : "").replace(/\s+/g, " ")}`;
  return [
    ...configuration.modules.map(({ contribution, at }) =>
      line(at, contribution.aspect, contribution.content.expr),
    ),
    ...configuration.homes.flatMap((home) =>
      home.modules.map(({ contribution, at }) =>
        line(
          ["home-manager", "users", home.userName, ...at],
          contribution.aspect,
          contribution.content.expr,
        ),
      ),
    ),
  ];
}

/** The names of the aspects of an entity, in order. */
export function aspectsOf(pipeline: Pipeline, id: string): string[] {
  return [...pipeline.evaluator.get(pipeline.resolution.resolution, id).aspects.keys()];
}

/** The settings of an aspect at an entity. */
export function settingsOf(pipeline: Pipeline, id: string, aspect: string): unknown {
  return pipeline.evaluator.get(pipeline.settings.settings, id, aspect)?.toObject();
}
