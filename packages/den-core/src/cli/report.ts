import type { Locator } from "../config/locate.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { originText } from "../diagnostics/origin.ts";
import type { Io, Paint } from "./io.ts";
import { together } from "./together.ts";

/** Prints findings for people: what, where with the line of source, and what to do. */
export function reportFindings(
  io: Io,
  paint: Paint,
  findings: readonly Finding[],
  locator: Locator,
): void {
  for (const finding of together(findings)) io.err(`${findingText(finding, paint, locator)}\n`);
}

/** One finding as lines of text. */
export function findingText(finding: Finding, paint: Paint, locator: Locator): string {
  const colour =
    finding.severity === "error"
      ? paint.red
      : finding.severity === "warning"
        ? paint.yellow
        : paint.cyan;
  const lines = [
    `${colour(paint.bold(finding.severity))} ${paint.dim(finding.code)} ${finding.message}`,
  ];
  for (const place of finding.places ?? []) {
    lines.push(
      `  ${paint.cyan("at")} ${originText(place)}${place.column === undefined ? "" : `:${place.column}`}`,
    );
    const text = locator.lineText(place);
    if (text !== undefined && place.line !== undefined) {
      lines.push(`  ${paint.dim(`${String(place.line).padStart(5)} |`)} ${text.trimEnd()}`);
      if (place.column !== undefined)
        lines.push(
          `  ${paint.dim("      |")} ${" ".repeat(Math.max(0, place.column - 1))}${colour("^")}`,
        );
    }
  }
  for (const line of finding.detail?.split("\n") ?? []) lines.push(`  ${paint.dim(line)}`);
  if (finding.remedy !== undefined) lines.push(`  ${paint.green("→")} ${finding.remedy}`);
  return lines.join("\n");
}

/** `3 errors, 1 warning`, or `nothing to report`. */
export function countText(findings: readonly Finding[]): string {
  const count = (severity: string, word: string): string[] => {
    const n = findings.filter((finding) => finding.severity === severity).length;
    return n === 0 ? [] : [`${n} ${word}${n === 1 ? "" : "s"}`];
  };
  const parts = [
    ...count("error", "error"),
    ...count("warning", "warning"),
    ...count("info", "note"),
  ];
  return parts.length === 0 ? "nothing to report" : parts.join(", ");
}
