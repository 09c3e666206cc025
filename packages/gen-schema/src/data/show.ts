import { isPlain } from "./plain.ts";

/** A value in a message: short, on one line, never failing. */
export function show(value: unknown, limit = 60): string {
  const text = render(value);
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

function render(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 200));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol" || typeof value !== "object" || value === null) {
    return String(value);
  }
  if (Array.isArray(value) && value.length > 50) return `a list of ${value.length}`;
  if (!Array.isArray(value) && !isPlain(value)) {
    const maker: unknown = Object.getPrototypeOf(value)?.constructor;
    return typeof maker === "function" && maker.name !== "" ? `a ${maker.name}` : "an object";
  }
  try {
    return JSON.stringify(value) ?? "nothing";
  } catch {
    return Array.isArray(value) ? "a list" : "an object";
  }
}
