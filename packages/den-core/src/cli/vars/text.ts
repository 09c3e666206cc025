/** `1 file`, `3 files`. */
export function counted(count: number, word: string, plural = `${word}s`): string {
  return `${count} ${count === 1 ? word : plural}`;
}

/** Lines below a title, the first few of many. */
export function someOf(items: readonly string[], shown = 12): string {
  const more = items.length > shown ? `, … (${items.length})` : "";
  return `${items.slice(0, shown).join(", ")}${more}`;
}
