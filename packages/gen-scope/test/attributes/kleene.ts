import {
  equationsOf,
  type Kind,
  LAYERS,
  type Layer,
  type Read,
  type System,
  solve,
} from "./random-system.ts";

/** The values of a layer's instances; NaN for what fails. */
export type Values = Record<Kind, readonly number[]>;

/**
 * The meaning of a system, slow and obvious: layer by layer, all circular attributes at once from
 * bottom, the ordinary ones computed anew each time. A step that fails yields nothing; one that still
 * does when nothing else changes fails for good, and so does what reads it.
 */
export function kleene(system: System): readonly Values[] {
  const layers: Values[] = [];
  for (const layer of LAYERS) layers.push(kleeneOf(system, layer, layers));
  return layers;
}

function kleeneOf(system: System, layer: Layer, below: readonly Values[]): Values {
  const { circular, plain } = system[layer] as System[number];
  let state = circular.map(() => 0);
  const round = (): Values => {
    const known: (number | undefined)[] = [];
    const open = new Set<number>();
    const get = (read: Read): number => {
      if (read.layer !== layer) return below[read.layer]?.[read.kind][read.node] as number;
      return read.kind === "circular" ? (state[read.node] as number) : plainAt(read.node);
    };
    const plainAt = (node: number): number => {
      // Of what waits for itself all fails, and all that reads it.
      if (open.has(node)) return Number.NaN;
      open.add(node);
      known[node] ??= solve(equationsOf(system, layer, "plain", node), get);
      open.delete(node);
      return known[node] as number;
    };
    return {
      circular: circular.map((one) => solve(one, get)),
      plain: plain.map((_, node) => plainAt(node)),
    };
  };
  for (const failuresShow of [false, true]) {
    for (;;) {
      const steps = round().circular;
      const next = steps.map((value, i) =>
        Number.isNaN(value) && !failuresShow ? (state[i] as number) : value,
      );
      if (next.every((value, i) => Object.is(value, state[i]))) break;
      state = next;
    }
  }
  const { plain: values } = round();
  return { circular: state, plain: values };
}
