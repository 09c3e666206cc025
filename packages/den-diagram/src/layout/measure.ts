/** How wide text is, in pixels, at a size of 1: for layouts made where nothing can be drawn. */
export type Measure = (text: string) => number;

/*
 * Widths of printable ASCII in a common sans serif (Helvetica, Arial, Liberation Sans), in thousandths.
 * Other fonts differ by a few per cent; boxes have room for that.
 */
const ASCII = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const OTHER = 600;
const WIDE = 1000;

/** Wide where East Asian text and pictographs stand; marks that join the letter before take no room. */
const WIDE_LETTERS =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_ROOM = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** The width of a line of text. */
export const textWidth: Measure = (text) => {
  let sum = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) as number;
    if (code >= 32 && code < 127) sum += ASCII[code - 32] as number;
    else if (NO_ROOM.test(letter)) continue;
    else sum += WIDE_LETTERS.test(letter) ? WIDE : OTHER;
  }
  return sum / 1000;
};

/** The text, with its middle left out where it is longer than `letters`. */
export function shortened(text: string, letters: number): string {
  const all = [...text];
  if (all.length <= letters) return text;
  const end = Math.floor((letters - 1) / 2);
  return `${all.slice(0, letters - 1 - end).join("")}…${all.slice(all.length - end).join("")}`;
}
