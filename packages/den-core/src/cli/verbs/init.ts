import { existsSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { nodeFileSystem } from "gen-vars";
import { CONFIG_NAMES } from "../../config/find-config.ts";
import { refuse } from "../../diagnostics/den-error.ts";
import type { Verb } from "../main.ts";

const CONFIG = (name: string): string => `import { defineFleet } from "den-core";

export default defineFleet({
  meta: { name: ${JSON.stringify(name)} },
  hosts: {
    "x86_64-linux": {
      machine1: { includes: ["web"], users: { alice: {} } },
    },
  },
  aspects: {
    web: {
      meta: { description: "A web server" },
      settings: { port: { type: "integer", minimum: 1, maximum: 65535, default: 80 } },
      nixos: ({ settings, pkgs }) => ({
        services: { nginx: { enable: true, package: pkgs.nginxMainline } },
        networking: { firewall: { allowedTCPPorts: [settings.port] } },
      }),
    },
    alice: {
      user: { isNormalUser: true, extraGroups: ["wheel"] },
    },
  },
});
`;

const FLAKE = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  # Everything else is written by \`den build\`; commit den-out, a flake sees tracked files only.
  outputs = inputs: import ./den-out { inherit inputs; };
}
`;

/** `den init`: a fleet of one machine, and a flake that takes what den writes. Overwrites nothing. */
export const verb: Verb = {
  define: (command) => command.argument("[dir]", "where to", "."),
  async run(io, args, options) {
    const folder = resolve(io.cwd, args[0] ?? ".");
    const taken = [...CONFIG_NAMES, "flake.nix"].filter((file) => existsSync(join(folder, file)));
    const config = taken.find((file) => file !== "flake.nix");
    if (config !== undefined) {
      refuse("DEN_OUTPUT_FOREIGN", `${join(folder, config)} exists`, {
        remedy: "choose another folder; nothing was written",
      });
    }
    try {
      nodeFileSystem.makeFolder(folder);
    } catch (error) {
      refuse("DEN_OUTPUT_UNWRITABLE", `${folder} cannot be made: ${(error as Error).message}`);
    }
    const name = basename(folder).replace(/[^A-Za-z0-9_-]/g, "-") || "fleet";
    const written: string[] = [];
    const write = (file: string, text: string): void => {
      writeFileSync(join(folder, file), text, { flag: "wx" });
      written.push(relative(io.cwd, join(folder, file)));
    };
    write("den.config.ts", CONFIG(name));
    if (!taken.includes("flake.nix")) write("flake.nix", FLAKE);
    if (options.json === true) io.out(`${JSON.stringify({ written }, null, 2)}\n`);
    else {
      for (const file of written) io.out(`wrote ${file}\n`);
      io.out("next: den check, den build\n");
    }
    return 0;
  },
};
