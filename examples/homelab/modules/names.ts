import { defineFragment, definePolicy, policy } from "den-core";

/** Every NixOS machine knows the address of every other that has one. */
export default defineFragment({
  channels: { addresses: { description: "Names and addresses of machines" } },
  aspects: {
    names: {
      addresses: ({ host }) =>
        host.meta.ip === undefined ? [] : [{ name: host.name, ip: host.meta.ip }],
      nixos: ({ addresses }) => ({
        networking: {
          hosts: Object.fromEntries(
            (addresses as unknown as { ip: string; name: string }[])
              .map(({ ip, name }): [string, string[]] => [ip, [name]])
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          ),
        },
      }),
      policies: {
        tell: definePolicy("host", () => [policy.broadcast("addresses", "host[tag~=linux]")]),
      },
    },
  },
});
