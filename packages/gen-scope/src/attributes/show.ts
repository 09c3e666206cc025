const LONGEST = 60;
const MEMBERS = 8;

/** How a node or an argument is called in messages: short, and never failing. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  try {
    const text = shape(value);
    return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}…`;
  } catch {
    return typeof value === "function" ? "a function" : "an object";
  }
}

function shape(value: unknown): string {
  if (typeof value === "function") return value.name === "" ? "a function" : value.name;
  if (value instanceof Set) return `Set {${members(value, show)}}`;
  if (value instanceof Map) {
    return `Map {${members(value, ([key, one]) => `${show(key)} => ${show(one)}`)}}`;
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function members<Item>(items: Iterable<Item>, word: (item: Item) => string): string {
  const words: string[] = [];
  for (const item of items) {
    if (words.length === MEMBERS) {
      words.push("…");
      break;
    }
    words.push(word(item));
  }
  return words.length === 0 ? "" : ` ${words.join(", ")} `;
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
