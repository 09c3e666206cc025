import {
  addKey,
  ageStore,
  buildModel,
  EMPTY_KEYRING,
  type GenerateOptions,
  openVars,
  parseIdentities,
  sopsStore,
  type Vars,
} from "gen-vars";

/** What the killed process and the one that looks afterwards agree on. */
export function killWorld(root: string, adminKey: string): Vars {
  const admin = parseIdentities(adminKey);
  const identities = () => admin;
  const say = (name: string) => `CANARY-$ROUND-${name}`;
  return openVars({
    root,
    model: buildModel({
      scopes: [
        { id: "fleet", kind: "fleet" },
        { id: "web1", kind: "host", parent: "fleet" },
      ],
      declarations: [
        {
          node: "fleet",
          name: "ca",
          generator: {
            files: { key: {}, round: { secret: false } },
            script: `echo ${say("ca")} > $out/key; echo $ROUND > $out/round`,
          },
        },
        {
          node: "web1",
          name: "tls",
          generator: {
            files: { key: {}, round: { secret: false } },
            dependencies: ["ca"],
            script: `{ cat $in/ca/key; echo ${say("tls")}; } > $out/key; echo $ROUND > $out/round`,
          },
        },
        {
          node: "web1",
          name: "other",
          generator: {
            files: { key: {}, round: { secret: false } },
            script: `echo ${say("other")} > $out/key; sleep 0.02; echo $ROUND > $out/round`,
          },
        },
      ],
    }),
    stores: [ageStore({ identities }), sopsStore({ identities, per: "scope" })],
    storeOf: ({ generator }) => (generator === "ca" ? "age" : "sops"),
    keyring: addKey(EMPTY_KEYRING, { name: "admin", role: "admin", recipients: admin.recipients }),
  });
}

export function killOptions(round: number, temporary: string): GenerateOptions {
  return {
    regenerate: true,
    sandbox: "off",
    programs: "path",
    temporary,
    env: { ROUND: String(round) },
  };
}
