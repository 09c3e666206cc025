import { defineFragment } from "den-core";

export default defineFragment({
  aspects: {
    alice: {
      includes: ["shell"],
      user: { isNormalUser: true, extraGroups: ["wheel", "video"] },
      homeManager: { programs: { git: { enable: true, userName: "Alice" } } },
    },
    bob: { includes: ["shell"], user: { isNormalUser: true } },
    ops: {
      user: ({ user, host }) => ({
        isNormalUser: true,
        description: `${user.name} on ${host.name}`,
      }),
    },
    shell: {
      user: ({ pkgs }) => ({ shell: pkgs.fish }),
      os: { programs: { fish: { enable: true } } },
      homeManager: { programs: { fish: { enable: true } } },
    },
  },
});
