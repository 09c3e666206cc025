const CLOSE: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * The comma-separated items between the bracket at `start` and its partner, without comments and
 * surrounding space; undefined when the text holds what only a full JavaScript parser can tell apart
 * (a `/`, which may begin a regular expression, or an unfinished string).
 */
export function scanList(source: string, start: number): string[] | undefined {
  const items: string[] = [];
  const expected: string[] = [];
  let item = "";
  for (let i = start; i < source.length; ) {
    const char = source.charAt(i);
    const two = source.slice(i, i + 2);
    if (two === "//" || two === "/*") {
      const end = two === "//" ? source.indexOf("\n", i) : source.indexOf("*/", i + 2) + 2;
      if (end < i) return undefined;
      item += " ";
      i = end;
      continue;
    }
    if (char === "/") return undefined;
    if (char === '"' || char === "'" || char === "`") {
      const end = stringEnd(source, i);
      if (end === undefined) return undefined;
      item += source.slice(i, end);
      i = end;
      continue;
    }
    const close = CLOSE[char];
    if (close !== undefined) {
      expected.push(close);
      if (expected.length > 1) item += char;
    } else if (char === expected.at(-1)) {
      expected.pop();
      if (expected.length === 0) {
        if (item.trim() !== "") items.push(item.trim());
        return items;
      }
      item += char;
    } else if (char === "," && expected.length === 1) {
      items.push(item.trim());
      item = "";
    } else if (")]}".includes(char)) {
      return undefined;
    } else {
      item += char;
    }
    i++;
  }
  return undefined;
}

/** The index after the string literal that opens at `start`; none for templates with `${`. */
function stringEnd(source: string, start: number): number | undefined {
  const quote = source.charAt(start);
  for (let i = start + 1; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === "\\") i++;
    else if (char === quote) return i + 1;
    else if (quote === "`" && char === "$" && source.charAt(i + 1) === "{") return undefined;
  }
  return undefined;
}
