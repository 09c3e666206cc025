import { acceptsChar, type GlobPart } from "../selector/glob.ts";

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
export function globAutomaton(parts: readonly GlobPart[]): TextAutomaton {
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

/** The texts that some of these accept. */
export function unionOf(automata: readonly TextAutomaton[]): TextAutomaton {
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
export function orderAutomaton(text: string, keep: (order: number) => boolean): TextAutomaton {
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
