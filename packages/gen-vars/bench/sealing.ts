import { Encrypter, generateX25519Identity } from "age-encryption";
import { encryptAge, newSops, parseIdentities, sealSops, sopsSet } from "gen-vars";
import { fastest } from "./fastest.ts";

const COUNT = 50;

/** Milliseconds for one small value. */
export async function sealingTimes(): Promise<{ library: number; age: number; sops: number }> {
  const { recipients } = parseIdentities(await generateX25519Identity());
  const value = Buffer.from("a small secret");
  const each = async (work: () => Promise<unknown>): Promise<number> => {
    const ms = await fastest(5, async () => {
      for (let i = 0; i < COUNT; i++) await work();
    });
    return ms / COUNT;
  };
  const library = await each(() => {
    const encrypter = new Encrypter();
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    return encrypter.encrypt(value);
  });
  const age = await each(() => encryptAge(value, recipients));
  const document = sopsSet(newSops("binary"), ["data"], value);
  const sops = await each(() => sealSops(document, { recipients, now: 0 }));
  return { library, age, sops };
}
