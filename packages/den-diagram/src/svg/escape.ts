import { printable } from "../picture/printable.ts";

/** Text for XML and HTML, in content and in quoted attributes; what neither can hold becomes �. */
export function escapeText(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
