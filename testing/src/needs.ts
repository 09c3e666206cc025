import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, type SuiteFactory } from "vitest";

/** A real program, or a checkout named by an environment variable, that some tests run against. */
export type Need =
  | "nix"
  | "nixpkgs-lib"
  | "clan-core"
  | "age"
  | "age-keygen"
  | "bwrap"
  | "chromium"
  | "dot"
  | "git"
  | "gpg"
  | "pass"
  | "ssh-keygen"
  | "wg";

const VARIABLES: Partial<Record<Need, string>> = {
  "nixpkgs-lib": "DEN_NIXPKGS_LIB",
  "clan-core": "DEN_CLAN_CORE",
};

/** `DEN_REQUIRE_NIX=1` turns the absence of nix (not of the others) into a failure; likewise `DEN_REQUIRE_AGE`, … */
function required(need: Need): boolean {
  return process.env[`DEN_REQUIRE_${need.toUpperCase().replaceAll("-", "_")}`] === "1";
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The needs among `wanted` that this machine does not meet. */
export function missing(wanted: readonly Need[]): Need[] {
  return wanted.filter((need) => {
    const variable = VARIABLES[need];
    if (variable !== undefined) return !existsSync(process.env[variable] ?? "");
    return !onPath(need === "nix" ? "nix-instantiate" : need);
  });
}

/**
 * A suite that runs only where its needs are met. Elsewhere it is skipped under a name ending in
 * `[needs …]`, which the summary of `npm test` counts aloud, or fails when `DEN_REQUIRE_<NEED>=1`.
 *
 * @example needs(["nix"], "printing", () => { it("parses", …) });
 */
export function needs(wanted: readonly Need[], name: string, suite: SuiteFactory): void {
  const absent = missing(wanted);
  if (absent.length === 0) {
    describe(name, suite);
    return;
  }
  if (absent.some(required)) {
    describe(name, (api) => {
      api(`requires ${absent.join(", ")}`, () => {
        throw new Error(`${absent.join(", ")} not found, and DEN_REQUIRE_… asks for it`);
      });
    });
    return;
  }
  describe.skip(`${name} [needs ${absent.join(", ")}]`, suite);
}
