import { formatDuration } from "gen-vars";

/** A length of time in its largest unit: `3d`, `5h`, `12s`. */
export function lengthText(seconds: number): string {
  return /^\d+[a-z]/.exec(formatDuration(seconds))?.[0] ?? "0s";
}
