import type { Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import type { Atom } from "../language/relation.ts";
import type { Term } from "../language/term.ts";
import { _, lit, v } from "../language/term.ts";
import type { AtomCode, RelationCode, RuleCode } from "../program/linked.ts";

/** The value of a slot; undefined when it has none. */
export function valueAt(
  engine: Engine,
  slots: readonly (number | undefined)[],
  term: number,
): Value | undefined {
  const id = term < 0 ? ~term : slots[term];
  return id === undefined ? undefined : engine.interner.values[id];
}

/** A pattern with the values that are known and variables for the rest. */
export function groundAtom(
  engine: Engine,
  rule: RuleCode,
  atom: AtomCode,
  slots: readonly (number | undefined)[],
  local: ReadonlySet<number> = new Set(),
): Atom {
  const { name } = engine.relations[atom.relation] as RelationCode;
  const args = atom.terms.map((term): Term => {
    const value = local.has(term) ? undefined : valueAt(engine, slots, term);
    if (value !== undefined) {
      return typeof value === "object" && value !== null && "$var" in value ? lit(value) : value;
    }
    const slot = rule.slots[term];
    return slot === undefined ? _ : v(slot);
  });
  return { relation: name, args };
}

/** The values of the variables of a rule, as far as they are known, by name. */
export function bindingsOfSlots(
  engine: Engine,
  rule: RuleCode,
  slots: readonly (number | undefined)[],
): Record<string, Value> {
  const bindings: Record<string, Value> = {};
  rule.slots.forEach((name, slot) => {
    if (name === undefined || !rule.bound.has(name)) return;
    const value = valueAt(engine, slots, slot);
    if (value !== undefined) Object.defineProperty(bindings, name, { value, enumerable: true });
  });
  return bindings;
}
