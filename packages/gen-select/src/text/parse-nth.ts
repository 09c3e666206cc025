import type { Scanner } from "./scanner.ts";

const PLACE = /(?:([+-]?\d*)n\s*(?:([+-])\s*(\d+))?|([+-]?\d+))(?![\p{L}\p{N}_])/uy;

/** `3`, `odd`, `even`, `2n+1`, `-n + 3`: the steps of `:nth(…)` (the An+B of CSS Syntax 3, §6). */
export function parsePlace(scanner: Scanner): { step: number; offset: number } {
  const from = scanner.offset;
  if (/^odd\b/.test(scanner.text.slice(from, from + 4))) {
    scanner.offset += 3;
    return { step: 2, offset: 1 };
  }
  if (/^even\b/.test(scanner.text.slice(from, from + 5))) {
    scanner.offset += 4;
    return { step: 2, offset: 0 };
  }
  const place = new RegExp(PLACE.source, PLACE.flags);
  place.lastIndex = from;
  const found = place.exec(scanner.text);
  if (found === null) {
    return scanner.fail(`A place was expected, not ${scanner.here()}`, {
      remedy: "Write 3, odd, even or 2n+1, then perhaps of and a selector.",
    });
  }
  scanner.offset += found[0].length;
  const [, step, sign, rest, alone] = found;
  const number = (text: string): number => {
    const value = text === "" || text === "+" ? 1 : text === "-" ? -1 : Number(text);
    if (!Number.isSafeInteger(value)) scanner.fail(`The number ${text} is too large`, {}, from);
    return value;
  };
  if (alone !== undefined) return { step: 0, offset: number(alone) };
  return { step: number(step ?? ""), offset: rest === undefined ? 0 : number(`${sign}${rest}`) };
}
