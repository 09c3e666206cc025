import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate, nix } from "gen-nix";

const examples = fileURLToPath(new URL("../../../../examples", import.meta.url));
const standIn = fileURLToPath(new URL("../stand-in/nixpkgs.nix", import.meta.url));

/** A copy of an example in a folder of its own. */
export function copyOf(example: string): string {
  const root = mkdtempSync(join(tmpdir(), "den-example-"));
  cpSync(join(examples, example), root, {
    recursive: true,
    filter: (source) =>
      !/node_modules|den-out|\.turbo|\.results/.test(source.slice(examples.length)),
  });
  return root;
}

const PACKAGES = [
  "nginxMainline",
  "curl",
  "ripgrep",
  "git",
  "htop",
  "opentofu",
  "postgresql_16",
  "firefox",
  "fish",
];

/** Inputs of a flake as text: the stand-in, or nixpkgs' real lib with freeform modules. */
function inputsText(real: string | undefined): string {
  const lib =
    real === undefined ? "stand.nixpkgs.lib" : `(import ${real} // { nixosSystem = system; })`;
  const system =
    real === undefined
      ? "stand.nixpkgs.lib.nixosSystem"
      : `({ modules, specialArgs ? { }, ... }: (import ${real}).evalModules { inherit specialArgs; modules = modules ++ [ ({ lib, ... }: { config._module.freeformType = lib.types.lazyAttrsOf lib.types.anything; config._module.args.pkgs = stand.pkgs; }) ]; })`;
  return `
    stand = import ${standIn} { packageNames = [ ${PACKAGES.map((name) => `"${name}"`).join(" ")} ]; };
    system = ${system};
    inputs = {
      nixpkgs = { lib = ${lib}; legacyPackages = stand.nixpkgs.legacyPackages; };
      nix-darwin.lib.darwinSystem = system;
      home-manager = {
        nixosModules.home-manager = { };
        darwinModules.home-manager = { };
        lib.homeManagerConfiguration = { modules, extraSpecialArgs, ... }: system { inherit modules; specialArgs = extraSpecialArgs; };
      };
      impermanence.nixosModules.impermanence = { };
      sops-nix = { nixosModules.sops = { }; darwinModules.sops = { }; };
      agenix = { nixosModules.age = { }; darwinModules.age = { }; };
      colmena.lib.makeHive = hive: hive;
    };`;
}

/** What an expression about a built tree (`den`) is, for nix, with stand-ins for the inputs. */
export async function ask(out: string, expression: string, real?: string): Promise<unknown> {
  const text = `let ${inputsText(real)} den = import ${out} { inherit inputs; }; lib = inputs.nixpkgs.lib; in ${expression}`;
  return evaluate(nix.raw(text), { store: "temporary" });
}

/** The stand-in, and nixpkgs' own lib where it is at hand. */
export const variants: readonly (readonly [name: string, real: string | undefined])[] = [
  ["a stand-in for nixpkgs", undefined],
  ...(process.env.DEN_NIXPKGS_LIB === undefined
    ? []
    : [["nixpkgs' own lib", process.env.DEN_NIXPKGS_LIB] as const]),
];
