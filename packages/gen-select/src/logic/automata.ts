import { acceptsChar, type GlobPart, parseGlob } from "../selector/glob.ts";
import type { AttrSelector } from "../selector/selector.ts";

/** A deterministic automaton over characters (code points), its states named by texts. */
export interface TextAutomaton {
  readonly start: string;
  step(state: string, char: string): string;
  accepts(state: string): boolean;
  /** The characters whose neighbours it may treat differently: the begins of its classes. */
  readonly borders: readonly number[];
  /** A text that it may accept: a first guess. */
  readonly sample: string;
}

function sampleOf(part: GlobPart): string | undefined {
  const starts = part.type === "class" ? part.ranges.map(([from]) => from) : [];
  return ["a", "b", "0", ...starts].find((char) => acceptsChar(part, char));
}

/** A glob, by the sets of places it may be in. */
function globAutomaton(parts: readonly GlobPart[]): TextAutomaton {
  const close = (places: Iterable<number>): string => {
    const closed = new Set<number>();
    for (let at of places) {
      closed.add(at);
      while (parts[at]?.type === "run") closed.add(++at);
    }
    return [...closed].sort((a, b) => a - b).join(",");
  };
  const placesOf = (state: string): number[] => (state === "" ? [] : state.split(",").map(Number));
  const borders = parts.flatMap((part) => {
    const ranges =
      part.type === "literal"
        ? [[part.char, part.char] as const]
        : part.type === "class"
          ? part.ranges
          : [];
    return ranges.flatMap(([a, b]) => [
      a.codePointAt(0) as number,
      (b.codePointAt(0) as number) + 1,
    ]);
  });
  return {
    start: close([0]),
    step: (state, char) =>
      close(
        placesOf(state).flatMap((at) => {
          const part = parts[at];
          if (part === undefined) return [];
          if (part.type === "run") return [at];
          return acceptsChar(part, char) ? [at + 1] : [];
        }),
      ),
    accepts: (state) => placesOf(state).includes(parts.length),
    borders,
    sample: parts
      .map((part) =>
        part.type === "literal" ? part.char : part.type === "run" ? "" : (sampleOf(part) ?? ""),
      )
      .join(""),
  };
}

function unionOf(automata: readonly TextAutomaton[]): TextAutomaton {
  return {
    start: automata.map((one) => one.start).join("/"),
    step: (state, char) => {
      const states = state.split("/");
      return automata.map((one, i) => one.step(states[i] as string, char)).join("/");
    },
    accepts: (state) => {
      const states = state.split("/");
      return automata.some((one, i) => one.accepts(states[i] as string));
    },
    borders: automata.flatMap((one) => one.borders),
    sample: automata[0]?.sample ?? "",
  };
}

/** Comparison with a text by code units: equal so far (by how much), or already decided. */
function orderAutomaton(text: string, keep: (order: number) => boolean): TextAutomaton {
  return {
    start: "0",
    step: (state, char) => {
      if (state === "<" || state === ">") return state;
      let at = Number(state);
      for (const unit of char.split("")) {
        const mine = text[at++];
        if (mine === undefined || unit > mine) return ">";
        if (unit < mine) return "<";
      }
      return String(at);
    },
    accepts: (state) =>
      keep(state === "<" ? -1 : state === ">" ? 1 : Number(state) < text.length ? -1 : 0),
    borders: Array.from(text).flatMap((char) => [
      char.codePointAt(0) as number,
      (char.codePointAt(0) as number) + 1,
    ]),
    sample: keep(1) ? `${text}a` : "",
  };
}

const NEVER: TextAutomaton = {
  start: "",
  step: () => "",
  accepts: () => false,
  borders: [],
  sample: "",
};
const RUN: GlobPart = { type: "run" };
/** The begins and ends of the ranges of `\s`. */
const SPACE: GlobPart = {
  type: "class",
  negated: false,
  ranges: [
    ["\t", "\r"],
    [" ", " "],
    ["\u00a0", "\u00a0"],
    ["\u1680", "\u1680"],
    ["\u2000", "\u200a"],
    ["\u2028", "\u2029"],
    ["\u202f", "\u202f"],
    ["\u205f", "\u205f"],
    ["\u3000", "\u3000"],
    ["\ufeff", "\ufeff"],
  ],
};

function literal(text: string): GlobPart[] {
  return Array.from(text, (char) => ({ type: "literal", char }));
}

/** The texts that a glob accepts. */
export function nameAutomaton(glob: string): TextAutomaton {
  return globAutomaton(parseGlob(glob));
}

/** The texts that pass a test of one attribute. */
export function testAutomaton(test: AttrSelector): TextAutomaton {
  if (test.op === "exists") return globAutomaton([RUN]);
  if (test.op === "in") {
    const texts = test.value.filter((value) => typeof value === "string");
    return texts.length === 0 ? NEVER : unionOf(texts.map((text) => globAutomaton(literal(text))));
  }
  const { value } = test;
  if (typeof value !== "string") return NEVER;
  const text = literal(value);
  switch (test.op) {
    case "^=":
      return globAutomaton([...text, RUN]);
    case "$=":
      return globAutomaton([RUN, ...text]);
    case "*=":
      return globAutomaton([RUN, ...text, RUN]);
    case "~=":
      if (value === "" || /\s/.test(value)) return NEVER;
      return unionOf([
        globAutomaton(text),
        globAutomaton([RUN, SPACE, ...text]),
        globAutomaton([...text, SPACE, RUN]),
        globAutomaton([RUN, SPACE, ...text, SPACE, RUN]),
      ]);
    case "<":
      return orderAutomaton(value, (order) => order < 0);
    case ">":
      return orderAutomaton(value, (order) => order > 0);
    case "<=":
      return orderAutomaton(value, (order) => order <= 0);
    case ">=":
      return orderAutomaton(value, (order) => order >= 0);
    default:
      return globAutomaton(text);
  }
}

/** How many transitions of the product are looked at. */
const MAX_STEPS = 1_000_000;

/** An automaton over the places of an alphabet, its states numbered, every transition computed once. */
function tabulate(automaton: TextAutomaton, alphabet: readonly string[]) {
  const names = [automaton.start];
  const numbers = new Map([[automaton.start, 0]]);
  const accepts = [automaton.accepts(automaton.start)];
  const rows: Int32Array[] = [];
  return {
    accepts: (state: number): boolean => accepts[state] as boolean,
    step(state: number, char: number): number {
      rows[state] ??= new Int32Array(alphabet.length).fill(-1);
      const row = rows[state];
      let next = row[char] as number;
      if (next < 0) {
        const name = automaton.step(names[state] as string, alphabet[char] as string);
        next = numbers.get(name) ?? names.length;
        if (next === names.length) {
          names.push(name);
          numbers.set(name, next);
          accepts.push(automaton.accepts(name));
        }
        row[char] = next;
      }
      return next;
    },
  };
}

/**
 * A shortest text that all of `accepted` and none of `refused` accept (or a simple one): breadth-first
 * search of the product, over one character of each class that no automaton tells apart. `null`: there
 * is none; `undefined`: the product is too large to say.
 */
export function findText(
  accepted: readonly TextAutomaton[],
  refused: readonly TextAutomaton[],
): string | null | undefined {
  const all = [...accepted, ...refused];
  const borders = new Set([0x61, 0x62, 0, 0xe000, 0x10000, ...all.flatMap((one) => one.borders)]);
  // Lone surrogates would fuse with their neighbours: no claim is made about them.
  if ([...borders].some((at) => at >= 0xd800 && at < 0xe000 && at !== 0xd800)) return undefined;
  for (const { sample } of accepted) {
    const good = all.every(
      (one, i) =>
        one.accepts(Array.from(sample).reduce(one.step, one.start)) === i < accepted.length,
    );
    if (good) return sample;
  }
  const alphabet = [...borders]
    .filter((at) => at <= 0x10ffff && (at < 0xd800 || at >= 0xe000))
    // Letters first, control characters last: examples are for people.
    .sort((a, b) => Number(a < 0x61) - Number(b < 0x61) || (a < 0x61 ? b - a : a - b))
    .map((at) => String.fromCodePoint(at));
  const automata = all.map((one) => tabulate(one, alphabet));
  const accepts = (states: readonly number[]): boolean =>
    automata.every((one, i) => one.accepts(states[i] as number) === i < accepted.length);
  const start = automata.map(() => 0);
  const seen = new Set<string>([start.join()]);
  const todo: { states: readonly number[]; text: string }[] = [{ states: start, text: "" }];
  let left = MAX_STEPS;
  for (let i = 0; i < todo.length; i++) {
    const { states, text } = todo[i] as { states: readonly number[]; text: string };
    if (accepts(states)) return text;
    left -= alphabet.length * automata.length;
    if (left < 0) return undefined;
    for (let char = 0; char < alphabet.length; char++) {
      const next = automata.map((one, at) => one.step(states[at] as number, char));
      const key = next.join();
      if (seen.has(key)) continue;
      seen.add(key);
      todo.push({ states: next, text: text + alphabet[char] });
    }
  }
  return null;
}
