/** How a node or an argument is called in messages: short, and never failing. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name === "" ? "a function" : value.name;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    const text = JSON.stringify(value);
    return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
  } catch {
    return "an object";
  }
}

/** The given way to show things, falling back to the usual one where it fails. */
export function careful(custom: (value: unknown) => string): (value: unknown) => string {
  return (value) => {
    try {
      return String(custom(value));
    } catch {
      return show(value);
    }
  };
}
