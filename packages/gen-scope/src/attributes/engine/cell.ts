import type { AnyAttribute, ArgumentKey, Context } from "../declare/types.ts";
import { definition } from "../declare/types.ts";
import { refusal } from "../failure/refusal.ts";
import { show } from "../show.ts";
import type { Component } from "./component.ts";
import { DIRTY, NEW } from "./flags.ts";
import type { FluxRecord } from "./flux.ts";

/** One edge of the dependency graph: `sub` read `dep`. */
export interface Link {
  dep: Cell;
  sub: Cell;
  /** The next read of `sub`, in the order of reading. */
  next: Link | undefined;
  /** The neighbours in the list of readers of `dep`. */
  prevSub: Link | undefined;
  nextSub: Link | undefined;
  /** The run of `sub` that made or renewed it. */
  run: number;
}

/** One attribute instance: an attribute of a node (for an argument), its value and its reads. */
export interface Cell {
  readonly slot: Slot;
  readonly node: unknown;
  readonly arg: unknown;
  flags: number;
  value: unknown;
  /** What it read, in order. */
  deps: Link | undefined;
  /** While its equation runs: the last read. While its reads are checked: the one being checked. */
  cursor: Link | undefined;
  /** Who read it. */
  subs: Link | undefined;
  lastSub: Link | undefined;
  /** Inputs: the value set but not taken over yet. In a fixpoint: what it needs, or its component. */
  extra: Pending | FluxRecord | Component | undefined;
}

/** A value set from outside that no reader has seen yet. */
export interface Pending {
  readonly is: "pending";
  readonly set: boolean;
  readonly value: unknown;
}

/** All that one evaluator keeps of one attribute. */
export interface Slot {
  readonly attribute: AnyAttribute;
  readonly equation: (node: unknown, ctx: Context, arg: unknown) => unknown;
  readonly equal: (a: unknown, b: unknown) => boolean;
  readonly key: ((arg: unknown) => ArgumentKey) | undefined;
  readonly isInput: boolean;
  readonly isCircular: boolean;
  /** Instances without an argument. */
  readonly plain: Map<unknown, Cell>;
  /** Instances with one. */
  readonly keyed: Map<unknown, Map<ArgumentKey, Cell>>;
  instances: number;
  evaluations: number;
  retries: number;
  hits: number;
  cutoffs: number;
  invalidations: number;
}

/** The empty record of an attribute. */
export function createSlot(attribute: AnyAttribute): Slot {
  const { equation, equal, key } = attribute[definition];
  return {
    attribute,
    equation: equation as Slot["equation"],
    equal: equal as Slot["equal"],
    key: key as Slot["key"],
    isInput: attribute.kind === "input",
    isCircular: attribute.kind === "circular",
    plain: new Map(),
    keyed: new Map(),
    instances: 0,
    evaluations: 0,
    retries: 0,
    hits: 0,
    cutoffs: 0,
    invalidations: 0,
  };
}

/** The instance, if there is one. */
export function findCell(slot: Slot, node: unknown, arg: unknown): Cell | undefined {
  const key = keyOf(slot, arg);
  return key === undefined ? slot.plain.get(node) : slot.keyed.get(node)?.get(key);
}

/** The instance, made now if there is none: it has no value yet. */
export function obtainCell(slot: Slot, node: unknown, arg: unknown): Cell {
  const key = arg === undefined && slot.key === undefined ? undefined : keyOf(slot, arg);
  if (key === undefined) {
    let cell = slot.plain.get(node);
    if (cell === undefined) {
      cell = createCell(slot, node, arg);
      slot.plain.set(node, cell);
    }
    return cell;
  }
  let row = slot.keyed.get(node);
  if (row === undefined) {
    row = new Map();
    slot.keyed.set(node, row);
  }
  let cell = row.get(key);
  if (cell === undefined) {
    cell = createCell(slot, node, arg);
    row.set(key, cell);
  }
  return cell;
}

/** What tells an argument apart; undefined for none. Errors: `argument-key`. */
export function keyOf({ attribute, key }: Slot, arg: unknown): ArgumentKey {
  const found = key === undefined ? (arg as ArgumentKey) : key(arg);
  const type = typeof found;
  if ((type !== "object" || found === null) && type !== "function") return found;
  throw refusal({
    code: "argument-key",
    message: `An argument of ${attribute.name} is told apart by ${show(found)}, which is no primitive.`,
    remedy: "Declare the attribute with a key that returns a string or a number.",
    culprits: [attribute.name],
  });
}

function createCell(slot: Slot, node: unknown, arg: unknown): Cell {
  slot.instances++;
  return {
    slot,
    node,
    arg,
    flags: DIRTY | NEW,
    value: undefined,
    deps: undefined,
    cursor: undefined,
    subs: undefined,
    lastSub: undefined,
    extra: undefined,
  };
}
