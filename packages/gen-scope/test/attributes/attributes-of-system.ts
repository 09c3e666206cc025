import {
  type Attribute,
  attribute,
  type Context,
  circular,
  type Evaluator,
  type Input,
  input,
  ScopeError,
} from "gen-scope";
import {
  type Equations,
  KINDS,
  type Kind,
  LAYERS,
  type Layer,
  NOTHING,
  type Read,
  solve,
} from "./random-system.ts";

export type Instance = readonly [layer: Layer, kind: Kind, node: number];

const given = new Map<string, Input<number, Equations>>();
const attributes = new Map<string, Attribute<number, number>>();
const runs = new Map<string, number>();

for (const layer of LAYERS) {
  for (const kind of KINDS) {
    const name = `${kind} ${layer}`;
    const own = input<number, Equations>(`${name} given`, { default: NOTHING });
    const step = (node: number, ctx: Context): number => {
      const called = nameOf([layer, kind, node]);
      runs.set(called, (runs.get(called) ?? 0) + 1);
      const value = solve(ctx.get(own, node), (read) => readOf(ctx, read));
      if (Number.isNaN(value)) throw new Error("as declared");
      return value;
    };
    given.set(name, own);
    attributes.set(
      name,
      kind === "plain"
        ? attribute<number, number>(name, step)
        : circular<number, number>(name, { bottom: 0, join: (a, b) => a | b, height: 4 }, step),
    );
  }
}

function readOf(ctx: Context, { layer, kind, node, inverted }: Read): number {
  const get = (): number => ctx.get(attributeOf(layer, kind), node);
  if (!inverted) return get();
  try {
    return get();
  } catch {
    return Number.NaN;
  }
}

function attributeOf(layer: Layer, kind: Kind): Attribute<number, number> {
  return attributes.get(`${kind} ${layer}`) as Attribute<number, number>;
}

/** How an instance is called. */
export function nameOf([layer, kind, node]: Instance): string {
  return `${kind} ${layer} ${node}`;
}

/** Gives an instance its equations. */
export function give(ev: Evaluator, [layer, kind, node]: Instance, equations: Equations): void {
  ev.set(given.get(`${kind} ${layer}`) as Input<number, Equations>, node, equations);
}

/** The value of an instance; NaN for the failures that a system may have. */
export function answerOf(ev: Evaluator, [layer, kind, node]: Instance): number {
  try {
    return ev.get(attributeOf(layer, kind), node);
  } catch (error) {
    if (error instanceof ScopeError && /^(attribute-cycle|equation-failed)$/.test(error.code)) {
      return Number.NaN;
    }
    throw error;
  }
}

/** How often each instance was begun since this was asked last. */
export function takeRuns(): ReadonlyMap<string, number> {
  const taken = new Map(runs);
  runs.clear();
  return taken;
}
