import type { VarsErrorCode } from "gen-vars";

/** What to type about a value that is not as it should be; undefined where the library knows best. */
export function commandFor(code: VarsErrorCode, culprit: string): string | undefined {
  const id = shellWord(culprit);
  const commands: Partial<Record<VarsErrorCode, string>> = {
    missing: `run \`den vars generate -g ${id}\``,
    stale: `run \`den vars generate -g ${id}\``,
    expired: `run \`den vars rotate ${id}\``,
    "rotation-due": `run \`den vars rotate ${id}\``,
    "wrong-recipients": "run `den vars rekey`",
    tampered:
      "restore it from version control, or accept it with `den vars set` or `den vars rotate`",
    orphan: `run \`den vars prune ${id}\`, or \`den vars adopt ${id} NEW\` if the generator was renamed`,
    "no-recipients":
      "add the key of an administrator, a host or a user: `den vars keys add --help`",
  };
  return commands[code];
}

/** The library writes sentences, and den goes on after an arrow. */
export function asDenSays(remedy: string): string {
  const start = /^[A-Z][a-z ]/.test(remedy) ? remedy.slice(0, 1).toLowerCase() : remedy.slice(0, 1);
  return `${start}${remedy.slice(1)}`.replace(/\.$/, "");
}

/** A word as shells take it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
