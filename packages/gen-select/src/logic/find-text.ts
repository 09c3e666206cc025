import type { TextAutomaton } from "./text-automaton.ts";

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
