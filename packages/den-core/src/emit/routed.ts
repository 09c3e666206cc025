import { moduleOf, type NixSymbol, nix } from "gen-nix";
import type { PlacedModule } from "../pipeline/outputs.ts";

/** A value at its place, and the formals that it needs there. */
export interface Placed {
  readonly value: unknown;
  readonly formals: readonly string[];
}

/** Attribute names around a value, outermost first. */
export function nest(at: readonly string[], value: unknown): unknown {
  return [...at].reverse().reduce<unknown>((inner, name) => ({ [name]: inner }), value);
}

/**
 * Content as its route places it: below a path, behind the guard, with the route's arguments instead
 * of the module's own. A guard that asks about `options` decides whether the attribute is there at
 * all (a module must not set an option that does not exist); any other is `lib.mkIf`.
 */
export function routed(
  value: unknown,
  formals: readonly string[],
  at: readonly string[],
  route: PlacedModule["route"],
): Placed {
  if (route === undefined) return { value: nest(at, value), formals };
  const needed = new Set(formals);
  let body = value;
  if (route.adapt !== undefined) {
    const adapted = moduleOf(route.adapt);
    const bindings = adapted.value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(bindings)) needed.delete(name);
    for (const name of adapted.formals) needed.add(name);
    // Applied, not bound by let: an argument may be made from the module's one of the same name.
    body = nix.call(nix.lambda(Object.keys(bindings).sort(), body), bindings);
  }
  let placed = nest(at, body);
  if (route.guard !== undefined) {
    const guard = moduleOf(route.guard);
    for (const name of guard.formals) needed.add(name);
    needed.add("lib");
    const lib: NixSymbol = nix.var("lib");
    placed = guard.formals.includes("options")
      ? { config: lib.optionalAttrs(guard.body)(placed) }
      : { config: lib.mkIf(guard.body)(placed) };
  }
  return { value: placed, formals: [...needed].sort() };
}
