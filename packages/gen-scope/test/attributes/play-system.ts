import { createEvaluator } from "gen-scope";
import { answerOf, give, type Instance, nameOf, takeRuns } from "./attributes-of-system.ts";
import { kleene } from "./kleene.ts";
import {
  equationsOf,
  KINDS,
  LAYERS,
  NOTHING,
  randomEquations,
  randomOf,
  randomShape,
  randomSystem,
  type System,
} from "./random-system.ts";

/** Plays a random script of reads and edits, and returns what differs from the slow meaning. */
export function play(seed: number, size: number): string[] {
  const random = randomOf(seed);
  const shape = randomShape(random, size);
  const maxDepth = [1, 2, 3, 5, 200][random(5)] as number;
  const ev = createEvaluator({ maxDepth });
  const wrong: string[] = [];
  let system = randomSystem(random, shape);
  let meaning = kleene(system);
  const ask = (one: Instance): void => {
    const [layer, kind, node] = one;
    const found = answerOf(ev, one);
    const expected = meaning[layer]?.[kind][node];
    if (Object.is(found, expected)) return;
    wrong.push(`${nameOf(one)} is ${found}, not ${expected} (depth ${maxDepth})`);
  };
  const all = shuffled(random, instances(size));
  for (const one of all) give(ev, one, equationsOf(system, ...one));
  takeRuns();
  for (const one of random(3) === 0 ? all : all.slice(0, 1 + random(3))) ask(one);
  // With less stack, runs are given up for want of it.
  if (maxDepth === 200) wrong.push(...repeated(system, size));
  for (let steps = random(12); steps > 0; steps--) {
    const one = all[random(all.length)] as Instance;
    const [layer, kind, node] = one;
    const what = random(16);
    if (what < 2) {
      ev.forget(node);
    } else if (what === 2) {
      ev.dispose(node);
      system = system.map(({ circular, plain }) => ({
        circular: circular.with(node, NOTHING),
        plain: plain.with(node, NOTHING),
      }));
      meaning = kleene(system);
    } else if (what < 8) {
      const equations = randomEquations(random, shape, layer, kind, node);
      give(ev, one, equations);
      system = system.map((old, at) =>
        at === layer ? { ...old, [kind]: old[kind].with(node, equations) } : old,
      );
      meaning = kleene(system);
    } else {
      ask(one);
    }
  }
  for (const one of shuffled(random, all)) ask(one);
  return wrong;
}

function instances(size: number): Instance[] {
  const nodes = Array.from({ length: size }, (_, node) => node);
  return LAYERS.flatMap((layer) =>
    KINDS.flatMap((kind) => nodes.map((node) => [layer, kind, node] as const)),
  );
}

function shuffled<Item>(random: (below: number) => number, items: readonly Item[]): Item[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [mixed[i], mixed[j]] = [mixed[j] as Item, mixed[i] as Item];
  }
  return mixed;
}

/** What ran twice although it is on no cycle, or more often than its cycle can account for. */
function repeated(system: System, size: number): string[] {
  const wrong: string[] = [];
  const runs = takeRuns();
  for (const one of instances(size)) {
    const count = runs.get(nameOf(one)) ?? 0;
    // On a cycle: once for each climb of a circular one of its layer, and for each put off.
    const most = isOnCycle(system, one) ? 4 * size + 2 * size : 1;
    if (count > most) wrong.push(`${nameOf(one)} ran ${count} times, of ${most}`);
  }
  return wrong;
}

function isOnCycle(system: System, start: Instance): boolean {
  const reached = new Set<string>();
  const open = [start];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const { layer, kind, node } of equationsOf(system, ...one).reads) {
      const read: Instance = [layer, kind, node];
      if (reached.has(nameOf(read))) continue;
      reached.add(nameOf(read));
      open.push(read);
    }
  }
  return reached.has(nameOf(start));
}
