import { mkdtempSync } from "node:fs";
import { generateX25519Identity } from "age-encryption";
import {
  addKey,
  ageStore,
  buildModel,
  EMPTY_KEYRING,
  generateVars,
  openVars,
  parseIdentities,
} from "gen-vars";

const root = mkdtempSync("/tmp/zz-");
const id = parseIdentities(await generateX25519Identity());
const vars = openVars({
  root,
  model: buildModel({
    scopes: [{ id: "f", kind: "fleet" }],
    declarations: [
      {
        node: "f",
        name: "g",
        generator: {
          files: { k: {}, p: { secret: false } },
          script: "echo x > $out/k; echo y > $out/p",
        },
      },
    ],
  }),
  stores: [ageStore({ identities: () => id })],
  keyring: addKey(EMPTY_KEYRING, { name: "a", role: "admin", recipients: id.recipients }),
});
for (let i = 0; i < 8; i++) {
  const t = performance.now();
  await generateVars(vars, { sandbox: "off", programs: "path", regenerate: true });
  console.log("bare", (performance.now() - t).toFixed(1));
}
for (let i = 0; i < 4; i++) {
  const t = performance.now();
  await generateVars(vars, { programs: "path", regenerate: true });
  console.log("bwrap", (performance.now() - t).toFixed(1));
}
