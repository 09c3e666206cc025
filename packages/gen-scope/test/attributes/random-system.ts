// Random systems of equations over sets of four bits, in two layers. Within a layer every equation is
// monotone; the upper layer may also take complements of the lower one, and catch its failures.
export type Kind = "circular" | "plain";
export type Layer = 0 | 1;

export interface Read {
  readonly layer: Layer;
  readonly kind: Kind;
  readonly node: number;
  readonly mask: number;
  /** By how much the four bits are turned. */
  readonly turn: number;
  /** Made only once this bit is there (0: always). */
  readonly when: number;
  /** Not made once this bit is there: everything is, then. */
  readonly unless: number;
  /** The complement is taken; a failure counts as nothing. Only of the layer below. */
  readonly inverted: boolean;
}

export interface Equations {
  readonly base: number;
  /** Fails once this bit is there (0: never). */
  readonly fails: number;
  readonly reads: readonly Read[];
}

/** The equations of a layer's circular and ordinary attributes, by node. */
export type System = readonly Record<Kind, readonly Equations[]>[];

export const KINDS = ["circular", "plain"] as const;
export const LAYERS = [0, 1] as const;
export const NOTHING: Equations = { base: 0, fails: 0, reads: [] };

/** Which reads a random system makes. */
export interface Shape {
  readonly size: number;
  readonly density: number;
  /** Ordinary attributes read ordinary ones of any node, not only of smaller ones. */
  readonly accidents: boolean;
  /** Reads that begin, or that end, as values climb. */
  readonly begin: boolean;
  readonly end: boolean;
  readonly failures: boolean;
}

/** Numbers from a seed (Mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * A shape whose systems have one meaning, whatever the order of evaluation: where something fails,
 * it stays so as values climb.
 */
export function randomShape(random: (below: number) => number, size: number): Shape {
  const accidents = random(2) === 0;
  const failures = random(3) === 0;
  return {
    size,
    density: 1 + random(4),
    accidents,
    failures,
    begin: random(4) > 0,
    end: !accidents && !failures && random(2) === 0,
  };
}

/** Random equations of one instance. */
export function randomEquations(
  random: (below: number) => number,
  shape: Shape,
  layer: Layer,
  kind: Kind,
  node: number,
): Equations {
  const bit = (): number => 1 << random(4);
  const read = (): Read | undefined => {
    const below = layer === 1 && random(3) === 0;
    const to: Kind = random(2) === 0 ? "plain" : "circular";
    const limit = below || kind === "circular" || to === "circular" || shape.accidents;
    const nodes = limit ? shape.size : node;
    if (nodes === 0) return undefined;
    return {
      layer: below ? 0 : layer,
      kind: to,
      node: random(nodes),
      mask: random(3) === 0 ? 15 : random(16),
      turn: random(4),
      when: shape.begin && random(2) === 0 ? bit() : 0,
      unless: shape.end && random(3) === 0 ? bit() : 0,
      inverted: below && random(2) === 0,
    };
  };
  const reads: Read[] = [];
  for (let i = random(shape.density + 1); i > 0; i--) {
    const one = read();
    if (one !== undefined) reads.push(one);
  }
  return {
    base: random(2) === 0 ? 0 : bit(),
    fails: shape.failures && random(6) === 0 ? bit() : 0,
    reads,
  };
}

/** A random system. */
export function randomSystem(random: (below: number) => number, shape: Shape): System {
  return LAYERS.map((layer) => {
    const of = (kind: Kind): Equations[] =>
      Array.from({ length: shape.size }, (_, node) =>
        randomEquations(random, shape, layer, kind, node),
      );
    return { circular: of("circular"), plain: of("plain") };
  });
}

/** The equations of one instance. */
export function equationsOf(system: System, layer: Layer, kind: Kind, node: number): Equations {
  return (system[layer] as System[number])[kind][node] as Equations;
}

/** What some equations yield; NaN from `get` stands for a failure. */
export function solve({ base, fails, reads }: Equations, get: (read: Read) => number): number {
  let value = base;
  for (const read of reads) {
    if (read.when !== 0 && (value & read.when) === 0) continue;
    if ((value & read.unless) !== 0) {
      value = 15;
      continue;
    }
    let got = get(read);
    if (read.inverted) got = Number.isNaN(got) ? 0 : 15 & ~got;
    if (Number.isNaN(got)) return got;
    const bits = got & read.mask;
    value |= ((bits << read.turn) | (bits >> (4 - read.turn))) & 15;
  }
  return (value & fails) === 0 ? value : Number.NaN;
}
