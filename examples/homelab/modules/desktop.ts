import { defineFragment, nix } from "den-core";

export default defineFragment({
  aspects: {
    desktop: {
      nixos: { services: { xserver: { enable: true }, pipewire: { enable: true } } },
      darwin: { system: { defaults: { dock: { autohide: true } } } },
      homeManager: ({ pkgs }) => ({ home: { packages: [pkgs.firefox] } }),
    },
    editor: {
      homeManager: ({ lib }) => ({
        programs: { helix: { enable: true, defaultEditor: lib.mkDefault(true) } },
      }),
    },
    // A module that was there before: used as it is.
    "existing-hardware": { nixos: nix.file("../nix/hardware.nix") },
  },
});
