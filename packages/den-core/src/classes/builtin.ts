import type { ClassModel } from "../model/model.ts";

function builtin(
  name: string,
  kinds: readonly string[],
  description: string,
  merge: "modules" | "data" = "modules",
): ClassModel {
  return { name, kinds, description, merge, builtin: true, origin: undefined };
}

/**
 * The classes that den brings. `kinds` says where content lands: at the nearest scope of the first
 * kind that is reachable, upwards, or else at every scope of the first kind below.
 */
export const BUILTIN_CLASSES: readonly ClassModel[] = [
  builtin("nixos", ["host"], "modules of a NixOS host"),
  builtin("darwin", ["host"], "modules of a nix-darwin host"),
  builtin("os", ["host"], "modules of any host, whatever its class"),
  builtin("homeManager", ["user", "home"], "home-manager modules of a user or a home"),
  builtin("user", ["user"], "the account: users.users.<name> of the user's host"),
  builtin("terranix", ["environment", "fleet"], "Terraform configuration", "data"),
  builtin("devshell", ["fleet"], "the development shell"),
  builtin("packages", ["fleet"], "packages by name, for each system"),
  builtin("apps", ["fleet"], "runnable apps by name, for each system"),
  builtin("tests", ["fleet"], "nix-unit tests by name"),
  builtin("treefmt", ["fleet"], "formatters, in the shape of treefmt-nix", "data"),
  builtin("files", ["fleet"], "plain files by path", "data"),
  builtin("perSystem", ["fleet"], "flake-parts perSystem modules"),
  builtin("flake", ["fleet"], "attributes of the flake itself", "data"),
];

/** The class that a host has by its system, unless it says otherwise. */
export function classOfSystem(system: string): string {
  return system.endsWith("-darwin") ? "darwin" : "nixos";
}

/** Whether content of `name` is configuration of a host of class `hostClass`. */
export function isHostClass(name: string, hostClass: string): boolean {
  return name === hostClass || (name === "os" && (hostClass === "nixos" || hostClass === "darwin"));
}
