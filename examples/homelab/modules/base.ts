import { defineFragment } from "den-core";

export default defineFragment({
  channels: { ports: { description: "TCP ports that services listen on" } },
  aspects: {
    base: {
      meta: { description: "What every machine has" },
      includes: ["firewall", "names"],
      os: ({ pkgs, fleet }) => ({
        environment: { systemPackages: [pkgs.git, pkgs.htop] },
        networking: { domain: fleet.meta.domain },
      }),
      nixos: { system: { stateVersion: "25.05" }, services: { openssh: { enable: true } } },
      darwin: { system: { stateVersion: 6 } },
      ports: [22],
      devshell: ({ pkgs }) => ({ commands: [{ package: pkgs.opentofu, help: "plan and apply" }] }),
      treefmt: { programs: { nixfmt: { enable: true }, prettier: { enable: true } } },
    },
    firewall: {
      nixos: ({ ports }) => ({ networking: { firewall: { allowedTCPPorts: ports } } }),
    },
    lan: {
      nixos: ({ environment, host }) => ({
        networking: {
          defaultGateway: environment?.meta.gateway,
          interfaces: {
            lan: { ipv4: { addresses: [{ address: host.meta.ip, prefixLength: 24 }] } },
          },
        },
      }),
    },
  },
});
