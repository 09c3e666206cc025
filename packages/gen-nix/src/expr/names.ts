/** Words that Nix never reads as a name. `or` is one after a selection only, and is quoted to be safe. */
const KEYWORDS: ReadonlySet<string> = new Set([
  "assert",
  "else",
  "if",
  "in",
  "inherit",
  "let",
  "or",
  "rec",
  "then",
  "with",
]);

/**
 * Names that literals and operators stand for in Nix (`-x` is `__sub 0 x`, `true` is a variable), so
 * that binding them anew would change the meaning of unrelated code.
 */
const RESERVED: ReadonlySet<string> = new Set([
  "true",
  "false",
  "null",
  "__sub",
  "__mul",
  "__div",
  "__lessThan",
  "__findFile",
  "__nixPath",
  "__curPos",
]);

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_'-]*$/;

/** True when `name` can be written without quotes as an attribute name. */
export function isBareName(name: string): boolean {
  return IDENTIFIER.test(name) && !KEYWORDS.has(name);
}

/** True when `name` can be a parameter or a binding without changing what other code means. */
export function isBindable(name: string): boolean {
  return isBareName(name) && !RESERVED.has(name);
}

/** A bindable name that resembles a JavaScript identifier. */
export function bindable(hint: string): string {
  const bare = hint.replaceAll(/[^A-Za-z0-9_]/g, "").replace(/^\d+/, "");
  if (bare === "") return "arg";
  return isBindable(bare) ? bare : `${bare}_`;
}

/** Names that are always in scope in Nix, so that `with` never supplies them. */
const GLOBAL: ReadonlySet<string> = new Set([
  ...RESERVED,
  ...(
    "abort baseNameOf builtins derivation derivationStrict dirOf fetchGit fetchMercurial fetchTarball fetchTree " +
    "break fromTOML import isNull map placeholder removeAttrs scopedImport throw toString"
  ).split(" "),
]);

/** True when Nix resolves `name` before it looks into any `with`. */
export function isGlobal(name: string): boolean {
  return GLOBAL.has(name) || name.startsWith("__");
}

/** Code-unit order: the same on every machine, and in every language setting. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
