import { defineFragment } from "den-core";

export default defineFragment({
  aspects: {
    alice: {
      user: ({ user, host }) => ({
        isNormalUser: true,
        description: `${user.name} on ${host.name}`,
        extraGroups: ["wheel"],
      }),
      homeManager: ({ pkgs }) => ({ home: { packages: [pkgs.ripgrep] } }),
    },
  },
});
