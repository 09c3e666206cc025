import type { ScopeErrorCode } from "../../error/scope-error.ts";
import { heightRefusal, isHeight } from "../declare/circular.ts";
import { definition } from "../declare/types.ts";
import { failureOf } from "../failure/failure.ts";
import { refusal } from "../failure/refusal.ts";
import type { Cell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import type { Outcome } from "./evaluate.ts";
import type { FluxRecord } from "./flux.ts";

/**
 * Takes over a step of a circular cell: it must come out at or above the step before, and strictly
 * above it at most `height` times. True when the value has changed. A step that throws leaves the
 * value where it was: it may work once the values it reads have climbed.
 */
export function climb(engine: Engine, cell: Cell, record: FluxRecord, outcome: Outcome): boolean {
  const { lattice, height } = cell.slot.attribute[definition];
  record.failure = outcome.failure;
  if (outcome.failure !== undefined || lattice === undefined) return false;
  const before = cell.value as never;
  const after = outcome.value as never;
  try {
    if (lattice.equal(before, after)) return false;
    if (!lattice.leq(before, after)) {
      refuseStep("not-monotone", engine, cell, [before, after]);
    }
    record.ascents++;
    const bound: unknown = height?.(cell.node as never, cell.arg as never);
    if (!isHeight(bound)) throw heightRefusal(cell.slot.attribute.name, bound);
    if (record.ascents > bound) refuseStep("height-exceeded", engine, cell, [bound]);
  } catch (error) {
    record.failure = failureOf(cell, error, engine.show);
    record.frozen = true;
    return false;
  }
  cell.value = after;
  return true;
}

function refuseStep(
  code: ScopeErrorCode & ("not-monotone" | "height-exceeded"),
  { show }: Engine,
  cell: Cell,
  what: readonly unknown[],
): never {
  const { name } = cell.slot.attribute;
  const [first, second] = what.map(show);
  throw refusal({
    code,
    message:
      code === "not-monotone"
        ? `its step is not monotone: after ${first} it yielded ${second}, which is not above it`
        : `it climbed more often than its lattice is high, which is ${first}`,
    remedy:
      code === "not-monotone"
        ? "Make the step monotone in everything circular it reads, or order the lattice as it climbs."
        : "Declare the height of the lattice, or keep the values within it.",
    culprits: [name],
  });
}
