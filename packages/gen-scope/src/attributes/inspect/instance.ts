import type { ChainStep } from "../../error/scope-error.ts";
import type { AttributeKind } from "../declare/types.ts";
import type { Cell } from "../engine/cell.ts";
import { stepOf } from "../failure/failure.ts";

/** An attribute instance as data. */
export interface Instance extends ChainStep {
  readonly kind: AttributeKind;
}

/** The instance a cell stands for. */
export function instanceOf(cell: Cell): Instance {
  return { ...stepOf(cell), kind: cell.slot.attribute.kind };
}
