import { canonical } from "./canonical.ts";

/** The canonical text of a value for messages and ordering; empty for what has none. */
export function contentOf(value: unknown): string {
  try {
    return value === undefined ? "" : canonical(value);
  } catch {
    return "";
  }
}
