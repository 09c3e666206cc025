import { refuse } from "../../error/scope-error.ts";
import { latticeIssues } from "../declare/circular.ts";
import { type AnyAttribute, definition } from "../declare/types.ts";
import { errorOf, type Failure } from "../failure/failure.ts";
import { refusal } from "../failure/refusal.ts";
import { type Cell, createSlot, obtainCell, type Slot } from "./cell.ts";
import { settle } from "./demand.ts";
import type { Engine } from "./engine.ts";
import { FAILED, UNSETTLED } from "./flags.ts";
import { link, linkAgain } from "./link.ts";

/** What the evaluator keeps of an attribute. Errors: `not-an-attribute`. */
export function slotOf(engine: Engine, attribute: AnyAttribute): Slot {
  const last = engine.lastSlot;
  if (last !== undefined && last.attribute === attribute) return last;
  let slot = engine.slots.get(attribute);
  if (slot === undefined) {
    if (attribute?.[definition] === undefined) {
      throw refusal({
        code: "not-an-attribute",
        message: `${engine.show(attribute)} is not a declared attribute.`,
        remedy: "Pass what attribute(…), input(…) or another declaration returned.",
        culprits: [engine.show(attribute)],
      });
    }
    const { lattice } = attribute[definition];
    if (lattice !== undefined) refuse(latticeIssues(attribute.name, lattice));
    slot = createSlot(attribute);
    engine.slots.set(attribute, slot);
  }
  engine.lastSlot = slot;
  return slot;
}

/** Reads an instance, on behalf of the equation that is running, or for the caller outside. */
export function read(
  engine: Engine,
  attribute: AnyAttribute,
  node: unknown,
  arg: unknown,
): unknown {
  const cell = obtainCell(slotOf(engine, attribute), node, arg);
  if ((cell.flags & UNSETTLED) === 0) cell.slot.hits++;
  else settle(engine, cell);
  const reader = engine.current;
  if (reader === undefined) {
    if ((cell.flags & FAILED) !== 0) throw errorOf(cell, engine.show);
  } else {
    if (engine.known === undefined) link(cell, reader, engine.run);
    else linkAgain(cell, reader, engine.run, engine.known);
    if ((cell.flags & FAILED) !== 0) throw (cell.value as Failure).error;
  }
  return cell.value;
}

/** Brings an instance up to date for inspection: a failure is an answer, and nothing is thrown. */
export function inspect(
  engine: Engine,
  attribute: AnyAttribute,
  node: unknown,
  arg: unknown,
): Cell {
  const cell = obtainCell(slotOf(engine, attribute), node, arg);
  if ((cell.flags & UNSETTLED) !== 0) settle(engine, cell);
  return cell;
}
