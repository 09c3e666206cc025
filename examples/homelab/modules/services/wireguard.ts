import { defineFragment } from "den-core";

/** A machine's place in the mesh, as hosts say it in `meta.wireguard`. */
interface Place {
  readonly ip: string;
  readonly port?: number;
}

/**
 * A mesh between machines. Each has a key of its own, made by `den vars generate`; a peer appears in
 * the others' configuration as soon as its public key is there.
 */
export default defineFragment({
  aspects: {
    wireguard: {
      meta: { description: "A mesh between machines", categories: ["Network"] },
      peers: { mesh: "host[wireguard.ip]" },
      vars: {
        generators: {
          "wireguard-key": {
            files: {
              private: { restartUnits: ["wireguard-wg0.service"] },
              public: { secret: false },
            },
            runtimeInputs: ["wireguard-tools"],
            script: `
              wg genkey > $out/private
              wg pubkey < $out/private > $out/public
            `,
            rotateAfter: "1y",
          },
        },
      },
      nixos: ({ host, peers, vars }) => {
        const own = host.meta.wireguard as Place;
        return {
          networking: {
            wireguard: {
              interfaces: {
                wg0: {
                  ips: [`${own.ip}/24`],
                  listenPort: own.port ?? 51820,
                  privateKeyFile: vars["wireguard-key"]?.files.private?.path,
                  peers: (peers.mesh ?? [])
                    .filter((peer) => peer.name !== host.name)
                    .flatMap((peer) => {
                      const key = peer.vars["wireguard-key"]?.files.public;
                      if (key?.exists !== true) return [];
                      const { ip } = peer.meta.wireguard as Place;
                      return [
                        { name: peer.name, publicKey: key.value.trim(), allowedIPs: [`${ip}/32`] },
                      ];
                    }),
                },
              },
            },
          },
        };
      },
    },
  },
});
