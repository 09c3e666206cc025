import { defineFragment, definePolicy, policy } from "den-core";

/** `persist` is a channel of directories; machines with impermanence keep them. */
export default defineFragment({
  channels: { persist: { description: "Directories that survive a reboot" } },
  classes: { kept: { kind: "host", description: "What stays on disk" } },
  aspects: {
    impermanence: {
      persist: ["/var/log", "/etc/ssh"],
      kept: ({ persist }) => ({ hideMounts: true, directories: persist }),
      nixos: ({ inputs }) => ({ imports: [inputs.impermanence.nixosModules.impermanence] }),
      policies: {
        keep: definePolicy("host", [
          policy.route({
            from: "kept",
            to: "nixos",
            at: ["environment", "persistence", "/persist"],
          }),
        ]),
      },
    },
  },
});
