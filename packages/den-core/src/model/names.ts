/** Whether a name may become part of a file name and of a Nix attribute without surprises. */
export function isSafeName(name: string): boolean {
  return (
    /^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$/.test(name) &&
    !name.includes("..") &&
    !name.endsWith(".") &&
    name.length <= 200
  );
}

/** What a safe name looks like, for remedies. */
export const SAFE_NAME =
  "use letters, digits, `_`, `-`, `.`, `@` and `+`, beginning with a letter, a digit or `_`";

/** Whether a string has the shape of a Nix system: an architecture and an operating system. */
export function isSystem(text: string): boolean {
  return /^[a-z0-9_]+-[a-z0-9_]+$/.test(text);
}

/** The systems that suggestions are made from; any other of the right shape is accepted too. */
export const KNOWN_SYSTEMS: readonly string[] = [
  "x86_64-linux",
  "aarch64-linux",
  "armv6l-linux",
  "armv7l-linux",
  "i686-linux",
  "powerpc64le-linux",
  "riscv64-linux",
  "x86_64-darwin",
  "aarch64-darwin",
  "x86_64-freebsd",
];

/** Compares by code units: the same order on every machine, whatever its locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The kind of the scope that stands for an instance of a service, where its own values live. */
export const INSTANCE_KIND = "instance";

/** The identity of an entity: kind and name. Names are checked to be safe, so ids never collide. */
export function entityId(kind: string, name: string): string {
  return `${kind}:${name}`;
}
