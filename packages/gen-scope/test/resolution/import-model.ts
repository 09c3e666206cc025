import type { Model } from "./oracle.ts";

/*
 * Imports by name, in every constellation of: three scopes, each of the two inner ones with any
 * parent or none (cycles too); module A and module B declared in any scope and naming any, A perhaps once more; two
 * imports of A or B in any scopes (of themselves, of each other, of what is only visible through
 * the other); x declared in any of the scopes.
 */
const SCOPES = ["r", "s", "t"] as const;
const scope = (i: number): string => SCOPES[i] as string;

const SIZES = [3, 3, 9, 9, 10, 6, 6, 8, 2] as const;
/** How many there are. */
export const COUNT: number = SIZES.reduce((product, size) => product * size, 1);

/** The graph of a number below {@link COUNT}. */
export function modelOf(code: number): Model {
  let rest = code;
  const digits = SIZES.map((size) => {
    const digit = rest % size;
    rest = Math.floor(rest / size);
    return digit;
  });
  const [parentS, parentT, a, b, again, first, second, x, elsewhere] = digits as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const parents = [
    ["s", ["", "r", "t"][parentS]],
    ["t", ["", "r", "s"][parentT]],
  ] as const;
  const module = (name: string, digit: number) =>
    [scope(digit % 3), name, scope(Math.floor(digit / 3))] as const;
  const imported = (id: string, digit: number) => ({
    id,
    name: digit % 2 === 0 ? "A" : "B",
    scope: scope(Math.floor(digit / 2)),
  });
  const imports = [imported("1", first), imported("2", second)];
  // Now and then an import is looked up elsewhere than where it is.
  const at = elsewhere === 1 ? "t" : undefined;
  return {
    edges: parents.flatMap(([from, to]) => (to ? [[from, "P", to] as const] : [])),
    imports: imports.map((one) => [at ?? one.scope, "I", one.id] as const),
    references: Object.fromEntries(imports.map(({ id, ...one }) => [id, one])),
    declarations: [
      module("A", a),
      module("B", b),
      ...(again > 0 ? [module("A", again - 1)] : []),
      ...SCOPES.filter((_, i) => (x >> i) & 1).map((one) => [one, "x"] as const),
    ],
  };
}
