/*
 * What no text format can hold: control characters, halves of surrogate pairs, two non-characters.
 */
const IMPOSSIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text, with � in the place of what no text format can hold. */
export function printable(text: string): string {
  return text.replace(IMPOSSIBLE, "\ufffd");
}
