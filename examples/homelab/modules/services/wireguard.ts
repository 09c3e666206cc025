import { defineFragment } from "den-core";

export default defineFragment({
  aspects: {
    wireguard: {
      meta: { description: "A mesh between machines", categories: ["Network"] },
      peers: { mesh: "host[wireguard.ip]" },
      nixos: ({ host, peers }) => {
        const own = host.meta.wireguard as { ip: string; port?: number };
        return {
          networking: {
            wireguard: {
              interfaces: {
                wg0: {
                  ips: [`${own.ip}/24`],
                  listenPort: own.port ?? 51820,
                  peers: (peers.mesh ?? [])
                    .filter((peer) => peer.name !== host.name)
                    .map((peer) => ({
                      name: peer.name,
                      allowedIPs: [`${(peer.meta.wireguard as { ip: string }).ip}/32`],
                    })),
                },
              },
            },
          },
        };
      },
    },
  },
});
