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
