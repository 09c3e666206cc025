import { nearest } from "gen-schema";
import type { Finding } from "../diagnostics/finding.ts";
import { pathText } from "../diagnostics/origin.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { SymbolUse } from "../pipeline/bind-content.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** Arguments that the module systems of this field pass: never taken for a misspelt name of den's. */
const MODULE_ARGUMENTS: ReadonlySet<string> = new Set([
  "pkgs",
  "lib",
  "config",
  "options",
  "modulesPath",
  "inputs",
  "inputs'",
  "self",
  "self'",
  "system",
  "osConfig",
  "darwinConfig",
  "nixosConfig",
  "name",
  "names",
  "nodes",
  "utils",
  "specialArgs",
  "extendModules",
  "moduleType",
  "baseModules",
  "flake",
  "flake-parts-lib",
  "withSystem",
  "getSystem",
  "moduleWithSystem",
  "hostPkgs",
  "stdenv",
]);

/** Classes whose content is called with what it needs: there a default of an argument means something. */
const CALLED: ReadonlySet<string> = new Set([
  "devshell",
  "packages",
  "apps",
  "tests",
  "flake",
  "files",
]);

/**
 * Arguments of content functions that became arguments of Nix and probably were not meant to: names
 * close to one of den's, values that policies add only elsewhere, defaults that nothing ever takes.
 */
export function checkArguments(pipeline: Pipeline, entities: readonly NodeId[]): Finding[] {
  const { model, binder, evaluator, decided } = pipeline;
  const own = new Set([
    "fleet",
    ...model.kinds.keys(),
    "settings",
    "aspects",
    "vars",
    "peers",
    ...model.channels.keys(),
  ]);
  const added = new Set<string>();
  for (const id of entities)
    for (const key of evaluator.get(decided.enriched, id).keys()) added.add(key);
  return [...binder.symbols()].flatMap((use) => [
    ...suspectNames(use, own, added),
    ...idleDefaults(use, own),
  ]);
}

function suspect(use: SymbolUse, message: string, remedy: string): Finding {
  const { path } = use.origin;
  const owner = path[0] === "aspects" ? `aspect ${path[1]}` : pathText(path);
  return {
    code: "DEN_ARGUMENT_SUSPECT",
    severity: "warning",
    message: `the ${use.class} content of ${owner} ${message}`,
    subject: owner,
    places: [use.origin],
    remedy,
  };
}

function suspectNames(
  use: SymbolUse,
  own: ReadonlySet<string>,
  added: ReadonlySet<string>,
): Finding[] {
  return [...use.names].flatMap((name) => {
    if (added.has(name)) {
      return suspect(
        use,
        `reads \`${name}\`, which policies add, at a scope where they do not: there it is an argument of Nix`,
        "add the value at every scope that has the aspect, or include the aspect where it is added",
      );
    }
    if (MODULE_ARGUMENTS.has(name)) return [];
    const meant = nearest(name, [...own, ...added]);
    if (meant === undefined) return [];
    return suspect(
      use,
      `reads \`${name}\`, which is no name of den's: it became an argument of Nix`,
      `did you mean \`${meant}\`? If Nix does pass \`${name}\`, acknowledge this finding`,
    );
  });
}

function idleDefaults(use: SymbolUse, own: ReadonlySet<string>): Finding[] {
  const given = [...use.idleDefaults].filter((name) => own.has(name));
  const module = CALLED.has(use.class) ? [] : [...use.defaults];
  return [
    ...given.map((name) =>
      suspect(
        use,
        `gives \`${name}\` a default, which is never used: den passes that argument, or waits for a scope that has it`,
        "leave the default out",
      ),
    ),
    ...module.map((name) =>
      suspect(
        use,
        `gives the argument \`${name}\` a default, which the module system never uses: it passes every argument by name, or fails`,
        `write nix.or(config._module.args.${name}, …), or pass ${name} in specialArgs`,
      ),
    ),
  ];
}
