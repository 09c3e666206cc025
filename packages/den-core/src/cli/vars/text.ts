import { formatDuration } from "gen-vars";

/** `1 file`, `3 files`. */
export function counted(count: number, word: string, plural = `${word}s`): string {
  return `${count} ${count === 1 ? word : plural}`;
}

/** A length of time in its largest unit: `3d`, `5h`, `12s`. */
export function lengthText(seconds: number): string {
  return /^\d+[a-z]/.exec(formatDuration(seconds))?.[0] ?? "0s";
}

/** Lines below a title, the first few of many. */
export function someOf(items: readonly string[], shown = 12): string {
  const more = items.length > shown ? `, … (${items.length})` : "";
  return `${items.slice(0, shown).join(", ")}${more}`;
}
