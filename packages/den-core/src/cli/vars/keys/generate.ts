import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { generateIdentity, nodeFileSystem, parseIdentities, VarsError } from "gen-vars";
import { refuse } from "../../../diagnostics/den-error.ts";
import { shellWord } from "../../../vars/remedies.ts";
import type { Io } from "../../io.ts";
import type { Verb } from "../../verb.ts";
import { printJson } from "../command.ts";
import { defaultIdentityFile, homePath } from "../identities.ts";

/** `den vars keys generate [FILE]`: an age identity that only its owner can read. Overwrites nothing. */
export const verb: Verb = {
  define: (command) =>
    command.argument("[file]", "where to (default: where sops looks, ~/.config/sops/age/keys.txt)"),
  async run(io, [given], options) {
    const file = given === undefined ? defaultIdentityFile(io) : resolve(io.cwd, given);
    const shown = homePath(file, io);
    if (existsSync(file)) return refuseExisting(io, file);
    const { identity, recipient } = await generateIdentity();
    const created = new Date((io.now?.() ?? Date.now() / 1000) * 1000).toISOString();
    try {
      nodeFileSystem.makeFolder(dirname(file), 0o700);
      writeFileSync(file, `# created: ${created}\n# public key: ${recipient}\n${identity}\n`, {
        mode: 0o600,
        flag: "wx",
      });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") return refuseExisting(io, file);
      return refuse("DEN_OUTPUT_UNWRITABLE", `${shown} cannot be written: ${code}`);
    }
    if (options.json === true) printJson({ io }, { file, recipient });
    else {
      io.out(`${recipient}\n`);
      io.err(`wrote a private key to ${shown}: keep a copy of it where you keep passwords\n`);
      io.err(`next: ${addCommand(io, shown)}\n`);
    }
    return 0;
  },
};

function addCommand(io: Io, shown: string): string {
  return `den vars keys add ${shellWord(io.env.USER || "me")} --identity-file ${shown}`;
}

function refuseExisting(io: Io, file: string): never {
  const shown = homePath(file, io);
  let holds = "";
  try {
    const [recipient] = parseIdentities(readFileSync(file, "utf8"), file).recipients;
    if (recipient !== undefined) holds = `, with a private key for ${recipient}`;
  } catch (error) {
    if (!(error instanceof VarsError) && (error as NodeJS.ErrnoException).code === undefined)
      throw error;
  }
  return refuse("DEN_OUTPUT_FOREIGN", `${shown} exists${holds}`, {
    remedy: `use it (\`${addCommand(io, shown)}\`), or name another file; nothing was written`,
  });
}
